"""Every fact of a posting in several phrasings, and texts that state nothing."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from app.nlp.extractor import Extractor


def value(reader: Extractor, text: str, path: str) -> Any:  # noqa: ANN401 - any field of a posting
    found: Any = reader.read(text)
    for step in path.split("."):
        found = getattr(found, step) if found is not None else None
    return found


NUMBER = Decimal

CASES: list[tuple[str, str, Any]] = [
    # reference
    ("reference", "Planoloog\nAanvraagnummer 31452", "31452"),
    ("reference", "Planoloog\nAanvraagnummer: 31452", "31452"),
    ("reference", "Planoloog\nAanvraagnummer\t31452", "31452"),
    ("reference", "Planoloog\nReferentienummer: GM-2026-014", "GM-2026-014"),
    ("reference", "Planoloog\nKenmerk: INH.204", "INH.204"),
    ("reference", "Planoloog\nAanvraagnummer\n31452", "31452"),
    ("reference", "Planoloog\nAanvraagnummer", None),
    ("reference", "Planoloog\nBel 0612345678", None),
    # title
    ("title", "Planoloog\nDuur: 6 maanden", "Planoloog"),
    ("title", "Functie: Senior planoloog\nDuur: 6 maanden", "Senior planoloog"),
    ("title", "Wij zijn op zoek naar een planoloog voor zes maanden.", "planoloog"),
    ("title", "", None),
    ("title", "Opdrachtgegevens\nDuur: 6 maanden\n\nWij zoeken een senior planoloog met ervaring.", "senior planoloog"),
    ("title", "Inhuur gemeente Elst\nSenior planoloog\nDuur: 6 maanden", "Senior planoloog"),
    ("title", "Planoloog | Gemeente Elst | 36 uur\nDuur: 6 maanden", "Planoloog"),
    ("title", "Van: Kim\nOnderwerp: FW: Aanvraag planoloog\n\nHoi Kim,\n\nZie hieronder.", "planoloog"),
    ("title", "Deel deze opdracht\nPlanoloog\nDuur: 6 maanden", "Planoloog"),
    (
        "title",
        "Je werkt altijd naar de beste oplossing. Wij zijn op zoek naar een (senior) planoloog.",
        "(senior) planoloog",
    ),
    # place lines
    ("location.province", "Planoloog\n- Elst, Gelderland\nDuur: 6 maanden", "Gelderland"),
    ("location.place", "Planoloog\nElst, Gelderland, Nederland", "Elst"),
    ("location.province", "Planoloog\nGroen, Grijs", None),
    # labels above their values, outside the header
    ("period.start_date", "Planoloog\nMeer informatie\nBel ons.\n\nStartdatum\n1 maart 2026", dt.date(2026, 3, 1)),
    ("period.start_date", "Planoloog\n| Startdatum | 1 maart 2026 |", dt.date(2026, 3, 1)),
    ("period.start_date", "Planoloog\nStartdatum        1 maart 2026", dt.date(2026, 3, 1)),
    ("period.start_date", "Planoloog\nUren: 36 | Start: 1 maart 2026 | Plaats: Elst", dt.date(2026, 3, 1)),
    # period
    ("period.start_date", "Planoloog\nStart 1 maart 2026", dt.date(2026, 3, 1)),
    ("period.start_date", "Planoloog\nStartdatum: 01-03-2026", dt.date(2026, 3, 1)),
    ("period.start_date", "Planoloog\nStart: maandag 2 maart 2026", dt.date(2026, 3, 2)),
    ("period.start_date", "Planoloog\nStart: 2026-03-02", dt.date(2026, 3, 2)),
    ("period.start_date", "Planoloog\nStart: week 10 2026", dt.date(2026, 3, 2)),
    ("period.start_date", "Planoloog\nStart Z.s.m.", None),
    ("period.start_date", "Planoloog\nStart: maart", None),
    ("period.start_date", "Planoloog\nStart: 1 maart", None),
    ("period.start_date", "Organisatie\nDe gewenste startdatum is 1 maart 2026.", dt.date(2026, 3, 1)),
    ("period.start_asap", "Planoloog\nStart Z.s.m.", True),
    ("period.start_asap", "Planoloog\nStart zo snel mogelijk", True),
    ("period.start_asap", "Planoloog\nStart\nz.s.m.", True),
    ("period.start_asap", "Planoloog\nStart: per direct, uiterlijk 1 maart 2026", True),
    ("period.start_asap", "Planoloog\nStart 1 maart 2026", None),
    ("period.end_date", "Planoloog\nEinddatum: 31 december 2026", dt.date(2026, 12, 31)),
    ("period.end_date", "Planoloog\nDuur tot en met 31 december 2026", dt.date(2026, 12, 31)),
    ("period.end_date", "Planoloog\nDuur 6 maanden", None),
    ("period.duration_months", "Planoloog\nDuur 6 maanden", 6),
    ("period.duration_months", "Planoloog\nDuur: 1 jaar", 12),
    ("period.duration_months", "Planoloog\nLooptijd\t18 maanden", 18),
    ("period.duration_months", "Planoloog\nDuur 3 maanden maanden", 3),
    ("period.duration_months", "Opdracht\nDe opdracht geldt voor een periode van negen maanden.", 9),
    ("period.duration_months", "Planoloog\nDuur 26 weken", None),
    ("period.duration_weeks", "Planoloog\nDuur 26 weken", 26),
    ("period.duration_weeks", "Planoloog\nDuur 6 maanden", None),
    ("period.extension.times", "Planoloog\nOpties verlenging 2 x 6 maand(en)", 2),
    ("period.extension.months_each", "Planoloog\nOpties verlenging 2 x 6 maand(en)", 6),
    ("period.extension.weeks_each", "Planoloog\nVerlenging: 1 x 13 weken", 13),
    ("period.extension.possible", "Planoloog\nVerlenging: nee", "no"),
    ("period.extension.possible", "Planoloog\nVerlenging: mogelijk", "yes"),
    ("period.extension", "Planoloog\nDuur 6 maanden", None),
    # hours
    ("hours_per_week.max", "Planoloog\nUren per week 24 - 32 uur", NUMBER(32)),
    ("hours_per_week.min", "Planoloog\nUren per week: 24 tot 32", NUMBER(24)),
    ("hours_per_week.min", "Planoloog\nUren per week\t36 uur uur", NUMBER(36)),
    ("hours_per_week.min", "Opdracht\nHet gaat om 28 uur per week.", NUMBER(28)),
    ("hours_per_week.min", "Planoloog\nDuur 6 maanden", None),
    # education, DAS, scale, positions
    ("education_level", "Planoloog\nOpleidingniveau HBO", "hbo"),
    ("education_level", "Planoloog\nOpleidingsniveau: MBO+", "mbo_plus"),
    ("education_level", "Planoloog\nNiveau: wo-master", "wo_master"),
    ("education_level", "Planoloog\nOpleidingniveau n.v.t.", None),
    ("dynamic_purchasing_system", "Planoloog\nDAS opdracht Ja", True),
    ("dynamic_purchasing_system", "Planoloog\nDAS: nee", False),
    ("dynamic_purchasing_system", "Planoloog\nDAS opdracht ja/nee", None),
    ("dynamic_purchasing_system", "Planoloog", None),
    ("salary_scale", "Functieschaal\nDeze functie is ingedeeld in functieschaal 9.", "9"),
    ("salary_scale", "Functieschaal\nSchaal 10A", "10A"),
    ("salary_scale", "Planoloog\nFunctieschaal: 11", "11"),
    ("salary_scale", "Functieschaal\nDe schaal is nog niet bekend.", None),
    ("positions", "Benodigd aantal professionals\n2", 2),
    ("positions", "Benodigd aantal professionals\n1.", 1),
    ("positions", "Planoloog\nAantal professionals: 3", 3),
    ("positions", "Benodigd aantal professionals\nNog niet bekend", None),
    # place
    ("location.province", "Planoloog\nRegio Zeeland", "Zeeland"),
    ("location.province", "Planoloog\nRegio: Noord Brabant", "Noord-Brabant"),
    ("location.province", "Planoloog\nRegio: landelijk", None),
    ("location.place", "Planoloog\nStandplaats: Goes", "Goes"),
    ("location.place", "Planoloog\nLocatie: Bergen op Zoom", "Bergen op Zoom"),
    ("location.place", "Opdracht\nJe werkt op kantoor in Emmen. De sfeer is goed.", "Emmen"),
    ("location.place", "Opdracht\nJe werkt overal.", None),
    ("location.hybrid", "Werkdagen\nIs hybride werken mogelijk: Ja", "yes"),
    ("location.hybrid", "Werkdagen\nIs hybride werken mogelijk: Nee", "no"),
    ("location.hybrid", "Werkdagen\nIs hybride werken mogelijk: ja/nee", "unclear"),
    ("location.hybrid", "Planoloog\nDuur 6 maanden", "unknown"),
    ("location.on_site_percent", "Werkdagen\nIs hybride werken mogelijk: Ja, 60% op kantoor", NUMBER(60)),
    ("location.on_site_days_per_week", "Werkdagen\nEr wordt 3 dagen per week op kantoor gewerkt.", NUMBER(3)),
    ("location.on_site_days_per_week", "Werkdagen\nEr wordt hybride gewerkt.", None),
    # deadlines
    (
        "deadlines.submission",
        "Planoloog\nEinde inschrijfdatum maandag 2 maart 2026\nEindtijd 09:00 uur",
        dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC),
    ),
    (
        "deadlines.submission",
        "Meer informatie\nReageren kan tot maandag 6 juli 2026, 09:00 uur.",
        dt.datetime(2026, 7, 6, 7, tzinfo=dt.UTC),
    ),
    ("deadlines.submission", "Planoloog\nDeadline: 2 maart 2026", dt.datetime(2026, 3, 2, 22, 59, 59, tzinfo=dt.UTC)),
    ("deadlines.submission", "Planoloog\nDeadline: 2 maart", None),
    ("deadlines.submission", "Planoloog\nDeadline: 31 november 2026", None),
    ("deadlines.submission", "Planoloog", None),
    (
        "deadlines.questions",
        "Meer informatie\nVragen kunnen worden gesteld tot 26 februari 2026, 12.00 uur.",
        dt.datetime(2026, 2, 26, 11, tzinfo=dt.UTC),
    ),
    ("deadlines.questions", "Meer informatie\nVragen? Mail naar info@example.nl.", None),
    (
        "deadlines.answers_published",
        "Vragen\nDe antwoorden worden gepubliceerd op 27 februari 2026.",
        dt.date(2026, 2, 27),
    ),
    ("deadlines.answers_published", "Vragen\nOp 27 februari 2026 volgen de antwoorden.", dt.date(2026, 2, 27)),
    (
        "deadlines.interviews",
        "Planning\nDe gesprekken zijn gepland op 9 maart 2026 en/of 10 maart 2026.",
        (dt.date(2026, 3, 9), dt.date(2026, 3, 10)),
    ),
    ("deadlines.interviews", "Planning\nDe gesprekken zijn nog niet ingepland.", ()),
    (
        "deadlines.invitation",
        "Planning\nWie is uitgenodigd, ontvangt uiterlijk 6 maart 2026 bericht.",
        dt.date(2026, 3, 6),
    ),
    # rate and fee
    ("rate.max", "Planoloog\nMaximaal uurtarief: € 95,00 excl. btw", NUMBER("95.00")),
    ("rate.max", "Tarief\nHet tariefplafond is € 88,50 per uur.", NUMBER("88.50")),
    ("rate.vat", "Planoloog\nMaximaal uurtarief: € 95,00 excl. btw", "excluded"),
    ("rate.guideline", "Planoloog\nRichttarief: € 90", NUMBER(90)),
    ("rate.max", "Planoloog\nRichttarief: € 90", None),
    ("rate", "Planoloog\nTarief: marktconform", None),
    ("rate", "Planoloog\nBudget: € 400.000", None),
    ("fee.amount", "Fee Flextender\nDe fee is € 2,10 per gewerkt uur.", NUMBER("2.10")),
    ("fee.amount", "Fee Flextender\nAan deze opdracht is geen fee verbonden.", NUMBER(0)),
    ("fee", "Planoloog\nDuur 6 maanden", None),
    # organisation
    ("organisation.name", "Organisatie\nDe gemeente Goes ligt in Zeeland.", "Goes"),
    ("organisation.kind", "Organisatie\nDe gemeente Goes ligt in Zeeland.", "municipality"),
    ("organisation.name", "Organisatie\nDe gemeente Bergen op Zoom is oud.", "Bergen op Zoom"),
    ("organisation.kind", "Organisatie\nHet Waterschap Scheldestromen beheert dijken.", "water_authority"),
    ("organisation.kind", "Organisatie\nDe provincie Drenthe werkt aan natuur.", "province"),
    ("organisation.kind", "Organisatie\nOmgevingsdienst Groningen houdt toezicht.", "joint_body"),
    ("organisation.name", "Organisatie\nWij zijn een fijne club.", None),
    # selection and CV
    ("selection.shortlist_size", "Beoordeling\nDe 5 kandidaten met de hoogste score gaan door.", 5),
    ("selection.shortlist_size", "Beoordeling\nDe drie beste kandidaten worden uitgenodigd.", 3),
    ("selection.shortlist_size", "Beoordeling\nWij spreken kandidaten.", None),
    (
        "selection.tie_break",
        "Beoordeling\nBij een gelijke score geeft het laagste uurtarief de doorslag.",
        "lowest_rate",
    ),
    ("selection.tie_break", "Beoordeling\nBij een gelijke score loten wij.", "unknown"),
    ("selection.price_weight_percent", "Beoordeling\nDe prijs telt voor 30% en de kwaliteit voor 70%.", NUMBER(30)),
    ("selection.quality_weight_percent", "Beoordeling\nDe prijs telt voor 30% en de kwaliteit voor 70%.", NUMBER(70)),
    ("selection.stages", "Beoordeling\nStap 1: de eisen\nTekst.\nStap 2: het gesprek", ("de eisen", "het gesprek")),
    ("selection.max_candidates_per_supplier", "Procedure\nAanbieden: maximaal 2 kandidaten per leverancier", 2),
    ("selection.max_candidates_per_supplier", "Procedure\nPer leverancier mag maximaal één cv worden ingediend.", 1),
    ("selection.max_candidates_per_supplier", "Procedure\nU mag ten hoogste drie kandidaten aanbieden.", 3),
    ("selection.max_candidates_per_supplier", "Procedure\nAantal kandidaten per leverancier: 2", 2),
    ("selection.max_candidates_per_supplier", "Procedure\nElke inschrijver mag maximaal twee profielen aandragen.", 2),
    ("selection.max_candidates_per_supplier", "Procedure\nMinimaal 2 kandidaten per leverancier.", None),
    ("selection.max_candidates_per_supplier", "Procedure\nMaximaal 3 kandidaten worden uitgenodigd.", None),
    ("selection.shortlist_size", "Procedure\nMaximaal 2 kandidaten per leverancier.\nDe beste 4 cv's gaan door.", 4),
    ("selection.shortlist_size", "Procedure\nMaximaal 2 kandidaten per leverancier die het best scoren.", None),
    ("selection.price_formula", "Procedure\nPrijs: (laagste tarief / tarief inschrijver) x 40", "lowest_over_offered"),
    ("selection.price_points", "Procedure\nPrijs (max. 40 punten): laagste tarief / tarief inschrijver", NUMBER(40)),
    ("selection.price_formula", "Procedure\nLaagste prijs gedeeld door het aangeboden tarief", "lowest_over_offered"),
    ("selection.price_points", "Procedure\nScore: laagste tarief gedeeld door aangeboden tarief x 30", NUMBER(30)),
    ("selection.price_formula", "Procedure\n- Laagste tarief / tarief inschrijver x 30", "lowest_over_offered"),
    ("selection.price_formula", "Procedure\nPunten: (tarief inschrijver - laagste tarief) / tarief inschrijver", None),
    ("selection.price_formula", "Procedure\nScore = 1 - (laagste tarief / tarief inschrijver)", None),
    ("selection.price_formula", "Procedure\nScore = (laagste tarief / tarief inschrijver)² x 40", None),
    ("selection.price_formula", "Procedure\nHet laagste tarief krijgt het maximale aantal punten.", None),
    ("selection.price_formula", "Procedure\nPrijs 40%, kwaliteit 60%. Bij gelijke score het laagste tarief.", None),
    ("selection.price_points", "Procedure\nVoor het tarief zijn maximaal 25 punten te behalen.", NUMBER(25)),
    ("selection.price_points", "Procedure\nHet tarief is maximaal 90 euro.", None),
    ("cv_requirements.template", "CV-eisen\nGebruik het bijgevoegde format.", True),
    ("cv_requirements.template", "Aanleveren\nLever het cv aan in het voorgeschreven sjabloon.", True),
    ("cv_requirements.template", "CV-eisen\nEen eigen format mag.", None),
    ("cv_requirements.template", "Opdracht\nJe beheert het voorgeschreven format van de rapporten.", None),
    ("cv_requirements.max_pages", "CV-eisen\nHet cv telt maximaal 4 pagina's.", 4),
    ("cv_requirements.max_pages", "CV-eisen\nTen hoogste vijf pagina's.", 5),
    ("cv_requirements.max_pages", "CV-eisen\nHet cv is kort.", None),
    ("cv_requirements.language", "CV-eisen\nHet cv is in het Nederlands opgesteld.", "nl"),
    ("cv_requirements.language", "CV-eisen\nEen Engelstalig cv.", "en"),
    ("cv_requirements.min_references", "CV-eisen\nHet cv noemt minimaal 2 referenties.", 2),
    ("cv_requirements.format", "CV-eisen\nAanleveren als pdf.", "pdf"),
    ("cv_requirements.format", "CV-eisen\nAanleveren als pdf of Word.", None),
    ("cv_requirements.anonymous", "CV-eisen\nHet cv is geanonimiseerd.", True),
    ("cv_requirements.anonymous", "CV-eisen\nHet cv is niet geanonimiseerd.", False),
    ("cv_requirements.anonymous", "CV-eisen\nHet cv is kort.", None),
    # the rest
    ("workdays", "Werkdagen\nDe opdracht wordt vervuld op de volgende werkdagen: ma, di en do", ("mon", "tue", "thu")),
    ("workdays", "Werkdagen\nMaandag - Woensdag - Vrijdag", ("mon", "wed", "fri")),
    ("workdays", "Werkdagen\nIn overleg", ()),
    ("statements", "Overige informatie\nEen Verklaring Omtrent het Gedrag (VOG) is nodig.", ("vog",)),
    ("statements", "Overige informatie\nWij vragen een geheimhoudingsverklaring.", ("confidentiality",)),
    ("statements", "Overige informatie\nNiets.", ()),
    ("obligations", "Overige informatie\nDe leverancier is geregistreerd volgens de Waadi.", ("waadi",)),
    ("obligations", "Overige informatie\nBoven € 400.000 geldt Social Return.", ("sroi",)),
    ("competences", "Competenties\n- Accuraat\n- Klantgericht;", ("Accuraat", "Klantgericht")),
    ("competences", "Competenties\nAccuraat\nKlantgericht", ("Accuraat", "Klantgericht")),
    ("competences", "Planoloog", ()),
    ("tasks", "Taken\n1. Adviseren;\n2. Schrijven.", ("Adviseren", "Schrijven")),
    ("tasks", "Opdracht\nJe gaat:\n- Adviseren;\n- Schrijven.", ("Adviseren", "Schrijven")),
    ("platform", "Planoloog\nDeze opdracht staat op Flextender.", "flextender"),
    ("platform", "Planoloog", "unknown"),
]


@pytest.mark.parametrize(("path", "text", "expected"), CASES, ids=[f"{path}-{text[-40:]}" for path, text, _ in CASES])
def test_fact(reader: Extractor, path: str, text: str, expected: Any) -> None:  # noqa: ANN401 - any value
    assert value(reader, text, path) == expected


def test_the_header_stands_before_prose(reader: Extractor) -> None:
    text = "Planoloog\nDuur 6 maanden\nOpdracht\nDe opdracht geldt voor een periode van negen maanden."

    assert value(reader, text, "period.duration_months") == 6


def test_a_deadline_without_year_is_dated_by_its_weekday_and_the_start(reader: Extractor) -> None:
    text = "Planoloog\nStart 1 december 2026\nDeadline: donderdag 12 november, 09:00 uur"

    assert value(reader, text, "deadlines.submission") == dt.datetime(2026, 11, 12, 8, tzinfo=dt.UTC)


def test_two_columns_of_fields_are_read_across(reader: Extractor) -> None:
    reading = reader.read("Planoloog\nAanvraagnummer\t31452\tStart\t1 maart 2026\nDuur\t6 maanden\tRegio\tZeeland")

    assert (
        reading.reference,
        reading.period.start_date,
        reading.period.duration_months,
        reading.location.province,
    ) == (
        "31452",
        dt.date(2026, 3, 1),
        6,
        "Zeeland",
    )


def test_every_fact_says_where_it_stands(reader: Extractor) -> None:
    text = "Planoloog\r\nAanvraagnummer  31452\r\nStart 1 maart 2026"
    quotes = {entry.pointer: entry.quote for entry in reader.read(text).provenance}

    assert quotes == {"/title": "Planoloog", "/reference": "31452", "/period/startDate": "1 maart 2026"}
