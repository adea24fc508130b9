"""What an integrator does with the generated Python client, against a running service; exits 1 when it is otherwise."""

import json
import os
from pathlib import Path
from typing import assert_never

from gunning_client import AuthenticatedClient
from gunning_client.api.candidates import create_candidate, import_candidates, list_candidates
from gunning_client.api.matches import create_match
from gunning_client.api.postings import create_posting, get_posting, parse_posting
from gunning_client.models import (
    Availability,
    Candidate,
    CandidateInput,
    CandidatePage,
    Certificate,
    ContractFormRequirement,
    DocumentRequirement,
    Education,
    Equipment,
    Experience,
    Knowledge,
    Language,
    Location,
    Match,
    OtherRequirement,
    ParsedPosting,
    Posting,
    PostingInput,
    Problem,
    Rate,
    RequirementGroup,
    Statement,
    Training,
)
from gunning_client.types import File

Requirement = (
    Experience
    | Education
    | Knowledge
    | Training
    | Certificate
    | ContractFormRequirement
    | Availability
    | Location
    | Rate
    | Language
    | Equipment
    | Statement
    | DocumentRequirement
    | OtherRequirement
)


def told(requirement: Requirement) -> str:
    """A requirement in a few words; the type checker sees that no kind is left out."""
    match requirement:
        case Experience():
            return f"experience of {requirement.min_months} months as {requirement.roles}"
        case Education():
            return f"education, at least {requirement.min_level}"
        case Knowledge() | Training():
            return f"{requirement.type_} about {requirement.subjects}"
        case Certificate():
            return f"certificates {requirement.names}"
        case ContractFormRequirement():
            return f"self-employed: {requirement.self_employed}"
        case Availability():
            return f"there from {requirement.from_}"
        case Location():
            return f"at {requirement.place}"
        case Rate():
            return f"at most {requirement.max_} {requirement.currency}"
        case Language():
            return f"speaks {requirement.language}"
        case Equipment():
            return f"brings {requirement.items}"
        case Statement() | DocumentRequirement():
            return f"hands in {requirement.name}"
        case OtherRequirement():
            return requirement.text
        case _:
            assert_never(requirement)


def main() -> None:
    """Parse, store, import, page, match, and read a problem."""
    demo = Path(os.environ["GUNNING_DEMO"])
    text = (demo / "posting.txt").read_text(encoding="utf-8")
    people = json.loads((demo / "candidates.json").read_text(encoding="utf-8"))
    with AuthenticatedClient(os.environ["GUNNING_URL"] + "/v1", token=os.environ["GUNNING_KEY"]) as client:
        parsed = parse_posting.sync(client=client, body=PostingInput(text=text))
        assert isinstance(parsed, ParsedPosting)
        groups: list[RequirementGroup] = [group for item in parsed.criteria for group in item.requirement_groups]
        lines = [told(requirement) for group in groups for requirement in group.requirements]
        assert len(lines) >= len(parsed.criteria) > 0

        as_document = parse_posting.sync(client=client, body=File(payload=(demo / "posting.txt").open("rb")))
        assert isinstance(as_document, ParsedPosting)
        assert as_document.criteria == parsed.criteria

        posting = create_posting.sync(client=client, body=PostingInput(text=text))
        assert isinstance(posting, Posting)
        for person in people[:2]:
            stored = create_candidate.sync(client=client, body=CandidateInput.from_dict(person))
            assert isinstance(stored, Candidate)
            assert stored.external_id == person["externalId"]
        with (Path(os.environ["GUNNING_BUILD"]) / "people.ndjson").open("w+b") as body:
            body.writelines(json.dumps(person).encode() + b"\n" for person in people[2:])
            body.seek(0)
            taken = import_candidates.sync(client=client, body=File(payload=body))
        assert isinstance(taken, File)
        assert [json.loads(line)["outcome"] for line in taken.payload] == ["created"] * len(people[2:])

        seen: list[str] = []
        cursor: str | None = None
        while True:
            page = list_candidates.sync(client=client, limit=4, **({"cursor": cursor} if cursor else {}))
            assert isinstance(page, CandidatePage)
            seen += [item.id for item in page.items]
            if (cursor := page.next_cursor) is None:
                break
        assert len(seen) == len(set(seen)) == len(people)

        ranking = create_match.sync(id=posting.id, client=client)
        assert isinstance(ranking, Match)
        assert ranking.considered == len(people)
        assert [result.rank for result in ranking.results] == list(range(1, len(people) + 1))

        problem = get_posting.sync(id=seen[0], client=client)
        assert isinstance(problem, Problem)
        assert (problem.status, problem.type_) == (404, "urn:problem-type:gunning:not-found")
        refused = parse_posting.sync(client=client, body=PostingInput(text=" "))
        assert isinstance(refused, Problem)
        assert [(error.in_, error.pointer) for error in refused.errors] == [("body", "/text")]
    print(f"Python: {len(lines)} requirements read, {len(seen)} candidates ranked")


if __name__ == "__main__":
    main()
