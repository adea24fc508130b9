"""Whoever another process erased is let go of by what is kept beside the index too."""

import datetime as dt

from app.criteria.profile import Profile
from app.database import Database
from app.ids import new_id
from app.repositories.candidates import CandidateRepository
from app.services.candidate_index import CandidateIndex
from app.tables import CandidateRow

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)


def test_the_index_tells_of_who_was_erased_elsewhere(database: Database) -> None:
    row = CandidateRow(
        id=new_id(),
        revision=1,
        created_at=NOW,
        updated_at=NOW,
        profile=Profile().model_dump(mode="json", by_alias=True),
        retention_basis="procedure",
    )
    with database.write() as session:
        CandidateRepository(session).add(row)
    gone: list[str] = []
    index = CandidateIndex(database, 10, None, gone.append)
    index.catch_up()

    with database.write() as session:
        CandidateRepository(session).delete(row.id)
    index.catch_up()

    assert gone == [row.id]
