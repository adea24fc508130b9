"""Facts of a posting: header fields, prose cues, sections whose content is one fact, lists."""
