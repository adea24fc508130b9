"""Dutch education levels: "MBO niveau 4", "HBO/WO werk- en denkniveau", "wo-master", "post-hbo"."""

import re
from dataclasses import dataclass

from app.criteria.scales import EducationLevel
from app.nlp.values.found import Found, fold, has_any, sentence_end, sentence_start
from app.nlp.values.words import phrases

_L = EducationLevel
_RANK = (
    *(_L.VMBO, _L.MBO_1, _L.MBO_2, _L.MBO, _L.MBO_3, _L.MBO_4, _L.MBO_PLUS),
    *(_L.HBO_AD, _L.HBO, _L.HBO_BACHELOR, _L.HBO_PLUS, _L.WO, _L.WO_BACHELOR, _L.WO_MASTER, _L.PHD),
)
_MBO = {"1": _L.MBO_1, "2": _L.MBO_2, "3": _L.MBO_3, "4": _L.MBO_4}
# https://www.nlqf.nl: levels 5 to 8 are Ad, bachelor, master and doctorate.
_NLQF = {**_MBO, "5": _L.HBO_AD, "6": _L.HBO_BACHELOR, "7": _L.WO_MASTER, "8": _L.PHD}
_MEANS_LEVEL_AFTER = re.compile(
    r"[\s-]?(?:werk(?!ervaring)|denk|niveau|niv(?![a-z])|opleiding|opgeleid|diploma|studie|graad|degree|titel|level)"
    r"|\s?(?:/|\sof\s)\s?(?:hbo|mbo)(?![a-z])"
)
_GLUED = r"(?:niveau|opleiding|diploma|graad|titel|studie)"
_NOT_LEVEL = rf"(?![a-z0-9]|[\s-]{phrases('no_education_after')})"
_TOKEN = re.compile(
    rf"(?<![a-z0-9])(?:(?P<vmbo>vmbo(?:[\s-](?:tl|gl|kb|bb|t|g|k|b)(?![a-z]))?{_NOT_LEVEL})"
    r"|(?P<mbo>mbo(?P<mboplus>\s?\+|[\s-]?plus(?![a-z]))?(?:[\s-]?(?:opleiding\s)?(?:op\s)?(?:niveau|niv\.?|level)(?![a-z]))?"
    rf"(?:[\s-]?(?P<n>[1-4])(?:(?:\s?[/-]\s?|\sof\s)(?P<n2>[2-4]))?(?P<nplus>\+)?"
    rf"(?![0-9]|[.,][0-9]|\s?(?:x|jaar|jr|maand)(?![a-z])))?{_NOT_LEVEL})"
    rf"|niveau\s(?P<nmbo>[1-4])\s\(?mbo{_NOT_LEVEL}"
    rf"|(?P<hboplus>post[\s-]?hbo|hbo\s?\+|hbo[\s-]?plus(?![a-z])){_NOT_LEVEL}"
    rf"|(?P<hbo>hbo(?:[\s-](?:niveau[\s-])?\(?(?:(?P<hbach>bachelor{_GLUED}?|bsc|ba)|(?P<had>ad|associate[\s-]degree)"
    rf"|(?P<hmas>master{_GLUED}?))(?![a-z]))?"
    rf"{_NOT_LEVEL})"
    rf"|(?P<wo>(?:wo|universitaire?|academische?|university)[\s-](?:niveau[\s-])?\(?"
    r"(?:(?P<wbach>bachelor(?:opleiding|diploma)?|bsc)|(?P<wmas>master(?:opleiding|diploma)?|msc|doctoraal))(?![a-z])"
    rf"|wo{_NOT_LEVEL}"
    r"|(?:universitaire?|academische?|university)\s?(?:opleiding|niveau|werk|denk|graad|studie|diploma|opgeleid|geschoold|achtergrond"
    r"|degree|level)[a-z]{0,3}(?![a-z])|academici(?![a-z]))"
    r"|(?:nlqf|eqf)(?:[\s-](?:niveau|level))?[\s-]?(?P<nlqf>[1-8])(?![0-9])"
    r"|(?P<phd>phd|ph\.d\.?|gepromoveerd|doctorstitel|doctoraatsniveau)(?![a-z])"
    r"|(?P<ad>associate[\s-]degree|ad(?=[\s-](?:opleiding|niveau|diploma|graad)|/hbo|/bachelor|\sof\s(?:hbo|bachelor)))(?![a-z])"
    rf"|(?P<bachelor>bachelor(?:'?s|{_GLUED})?|bsc|b\.sc\.?)(?![a-z])|(?P<master>master(?:'s|{_GLUED})?|msc|m\.sc\.?)(?![a-z]))"
)
_JOIN = re.compile(
    r"(?:[\s-]?(?:niveau|opleiding|diploma|denkniveau))?(?:\s?-?/\s?|\s?-\s?|-?\s(?:of|en/of|or|a|tot|en)\s"
    r"(?:(?<!opleiding\sof\s)(?<!diploma\sof\s)een\s|minimaal\s|op\s)?(?:afgeronde\s)?|,\s)"
)
"""Between alternatives of one demand; "hbo-opleiding of een afgeronde wo-studie" are two."""
_TAIL = re.compile(r"[\s-]{0,2}(?:niveau|level)(?![a-z])")
_EQUIVALENT = re.compile(phrases("equivalent"))
_MASTER_CONTEXT = re.compile(
    r"(?:afgeronde|universitaire|academische|wo|een|bachelor|bachelor-|hbo|of|/|minimaal|completed|a)[\s-]{0,2}(?:een\s)?$"
)
_MASTER_AFTER = re.compile(
    r"[\s-]?(?:opleiding|degree|diploma|niveau|titel|graad|of\sscience|of\sarts|studie|thesis|level)"
)
_MASTER_NOT_AFTER = re.compile(rf"[\s-]?{phrases('no_master_degree_after')}")
_WEEKDAYS_NEAR = re.compile(r"(?<![a-z])(?:di|do|ma|vr)(?![a-z])")
_HINTS = (
    *("mbo", "hbo", "master", "bachelor", "univers", "academi", "associate"),
    *("phd", "ph.d", "gepromoveerd", "doctor", "nlqf", "eqf"),
)
_SHORT_HINTS = (" ad ", "ad-", "ad/", "wo-", "wo/", "/wo", "wo ", "bsc", "msc", "b.sc", "m.sc")


@dataclass(frozen=True, slots=True)
class LevelMention:
    """A level; of alternatives ("HBO/WO") the lowest, with the highest in `higher`.

    `equivalent`: the sentence accepts "werk- en denkniveau" or something comparable instead of the diploma.
    """

    level: EducationLevel
    equivalent: bool = False
    higher: EducationLevel | None = None


def find_levels(text: str) -> tuple[Found[LevelMention], ...]:
    """Find education levels; "WO" counts in capitals or before a word such as "niveau": "wo" is a weekday too."""
    folded = fold(text)
    if not has_any(folded, _HINTS) and "WO" not in text and not has_any(folded, _SHORT_HINTS):
        return ()
    groups: list[tuple[int, int, list[EducationLevel]]] = []
    for match in _TOKEN.finditer(folded):
        joined = bool(groups and len(gap := folded[groups[-1][1] : match.start()]) < 40 and _JOIN.fullmatch(gap))
        levels = _levels(text, folded, match, joined)
        if not levels:
            continue
        if joined:
            begin, _, earlier = groups.pop()
            groups.append((begin, match.end(), earlier + levels))
        else:
            groups.append((match.start(), match.end(), levels))
    return tuple(_mention(text, folded, *group) for group in groups)


def _levels(text: str, folded: str, match: re.Match[str], joined: bool) -> list[EducationLevel]:
    if match["vmbo"]:
        return [_L.VMBO]
    if match["mbo"] or match["nmbo"]:
        if match["mboplus"] or match["nplus"]:
            return [_L.MBO_PLUS]
        numbers = [number for number in (match["n"], match["n2"], match["nmbo"]) if number]
        return [_MBO[number] for number in numbers] or [_L.MBO]
    if match["hboplus"]:
        return [_L.HBO_PLUS]
    if match["hbo"]:
        if match["hmas"]:
            return [_L.WO_MASTER]
        return [_L.HBO_BACHELOR if match["hbach"] else _L.HBO_AD if match["had"] else _L.HBO]
    if match["wo"]:
        return _university(text, folded, match, joined)
    if match["nlqf"]:
        return [_NLQF[match["nlqf"]]]
    if match["phd"]:
        return [_L.PHD]
    if match["ad"]:
        return [_L.HBO_AD]
    if match["bachelor"]:
        return [_L.HBO_BACHELOR]
    return [_L.WO_MASTER] if _is_degree(folded, match, joined) else []


def _university(text: str, folded: str, match: re.Match[str], joined: bool) -> list[EducationLevel]:
    if match["wbach"] or match["wmas"]:
        return [_L.WO_BACHELOR if match["wbach"] else _L.WO_MASTER]
    if match["wo"][:2] != "wo" or joined or _MEANS_LEVEL_AFTER.match(folded, match.end()):
        return [_L.WO]
    around = folded[max(0, match.start() - 7) : match.start()] + " " + folded[match.end() : match.end() + 7]
    is_capital = text[match.start() : match.start() + 2] == "WO"
    return [_L.WO] if is_capital and not _WEEKDAYS_NEAR.search(around) else []


def _is_degree(folded: str, match: re.Match[str], joined: bool) -> bool:
    if match["master"] != "master" or joined:
        return True
    if _MASTER_NOT_AFTER.match(folded, match.end()):
        return False
    before = folded[max(0, match.start() - 18) : match.start()]
    return bool(_MASTER_AFTER.match(folded, match.end()) or _MASTER_CONTEXT.search(before) or match.start() == 0)


def _mention(text: str, folded: str, begin: int, end: int, levels: list[EducationLevel]) -> Found[LevelMention]:
    tail = _TAIL.match(folded, end)
    stop = tail.end() if tail else end
    ranked = sorted(set(levels), key=_RANK.index)
    around_start, around_end = sentence_start(text, begin, 60), sentence_end(text, stop, 70)
    equivalent = bool(_EQUIVALENT.search(folded, around_start, around_end))
    return Found(begin, stop, LevelMention(ranked[0], equivalent, ranked[-1] if len(ranked) > 1 else None))
