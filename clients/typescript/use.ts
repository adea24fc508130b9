// What an integrator does with the generated TypeScript client, against a running service; throws when it is otherwise.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { env } from "node:process";
import createClient from "openapi-fetch";
import type { components, paths } from "./gunning.js";

type Requirement = components["schemas"]["Requirement"];

/** A requirement in a few words; the compiler sees that no kind is left out. */
function told(requirement: Requirement): string {
  switch (requirement.type) {
    case "experience":
      return `experience of ${requirement.minMonths} months as ${requirement.roles.join(", ")}`;
    case "education":
      return `education, at least ${requirement.minLevel}`;
    case "knowledge":
    case "training":
      return `${requirement.type} about ${requirement.subjects.join(", ")}`;
    case "certificate":
      return `certificates ${requirement.names.join(", ")}`;
    case "contract_form":
      return `self-employed: ${requirement.selfEmployed}`;
    case "availability":
      return `there from ${requirement.from}`;
    case "location":
      return `at ${requirement.place}`;
    case "rate":
      return `at most ${requirement.max} ${requirement.currency}`;
    case "language":
      return `speaks ${requirement.language}`;
    case "equipment":
      return `brings ${requirement.items.join(", ")}`;
    case "statement":
    case "document":
      return `hands in ${requirement.name}`;
    case "other":
      return requirement.text;
    default: {
      const left: never = requirement;
      throw new Error(`a kind that this program does not know: ${JSON.stringify(left)}`);
    }
  }
}

const headers = { Authorization: `Bearer ${env["GUNNING_KEY"]}` };
const api = createClient<paths>({ baseUrl: `${env["GUNNING_URL"]}/v1`, headers });
const text = await readFile(`${env["GUNNING_DEMO"]}/posting.txt`, "utf8");
const people: components["schemas"]["CandidateInput"][] = JSON.parse(
  await readFile(`${env["GUNNING_DEMO"]}/candidates.json`, "utf8"),
);

const parsed = await api.POST("/parse", { body: { text } });
assert(parsed.data);
const lines = parsed.data.criteria.flatMap((criterion) =>
  criterion.requirementGroups.flatMap((group) => group.requirements.map(told)),
);
assert(lines.length >= parsed.data.criteria.length && lines.length > 0);

const posting = await api.POST("/postings", { body: { text } });
assert(posting.data);
for (const person of people) {
  const stored = await api.PUT("/candidates/by-external-id/{externalId}", {
    params: { path: { externalId: person.externalId ?? "" } },
    body: person,
  });
  assert.equal(stored.data?.externalId, person.externalId);
}

const seen: string[] = [];
let cursor: string | null = null;
do {
  const page: { data?: components["schemas"]["CandidatePage"] } = await api.GET("/candidates", {
    params: { query: cursor === null ? { limit: 4 } : { limit: 4, cursor } },
  });
  assert(page.data);
  seen.push(...page.data.items.map((item) => item.id));
  cursor = page.data.nextCursor;
} while (cursor !== null);
assert(new Set(seen).size === seen.length && seen.length >= people.length);

const ranking = await api.POST("/postings/{id}/matches", { params: { path: { id: posting.data.id } }, body: { limit: 10 } });
assert.equal(ranking.data?.considered, seen.length);
const outcomes = ranking.data.results.map((result) => result.outcome);

const missing = await api.GET("/postings/{id}", { params: { path: { id: seen[0] ?? "" } } });
assert.equal(missing.error?.status, 404);
assert.equal(missing.error.type, "urn:problem-type:gunning:not-found");
const refused = await api.POST("/parse", { body: { text: " " } });
assert.deepEqual(refused.error?.errors.map((error) => [error.in, error.pointer]), [["body", "/text"]]);
console.log(`TypeScript: ${lines.length} requirements read, ${outcomes.length} candidates ranked`);
