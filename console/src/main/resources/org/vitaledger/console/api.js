/** Calls of the public API. Every refusal becomes a Problem with the server's own words. */

/** What the server answered instead of what was asked; code and remedy are those of its OperationOutcome. */
export class Problem extends Error {
  constructor(status, code, text, remedy) {
    super(text);
    this.status = status;
    this.code = code;
    this.remedy = remedy;
  }
}

const UNREACHABLE = 0;
const PAGES = 20;

export class Api {
  /** @param {() => void} ended is told when the server no longer takes the token */
  constructor(token, ended) {
    this.token = token;
    this.ended = ended;
  }

  async call(path, options = {}) {
    const headers = { Accept: options.accept ?? "application/json", Authorization: `Bearer ${this.token}` };
    const { body } = options;
    let response;
    try {
      const { signal } = options;
      response = await fetch(path, { method: body ? "POST" : "GET", headers, body, signal, cache: "no-store" });
    } catch {
      throw new Problem(UNREACHABLE, "", "The node can't be reached.", "This page tries again by itself.");
    }
    if (!response.ok) {
      const problem = await problemOf(response);
      if (response.status === 401) {
        this.ended(problem);
      }
      throw problem;
    }
    return response;
  }

  async json(path, options) {
    return (await this.call(path, options)).json();
  }

  async text(path) {
    return (await this.call(path, { accept: "text/plain, */*;q=0.5" })).text();
  }

  async bytes(path) {
    return new Uint8Array(await (await this.call(path, { accept: "*/*" })).arrayBuffer());
  }

  /** A FHIR answer; the values of quantities are texts, with the digits that the server sent. */
  async fhir(path) {
    const text = await (await this.call(path, { accept: "application/fhir+json" })).text();
    return JSON.parse(text, (name, value, context) =>
      name === "value" && typeof value === "number" ? context?.source ?? String(value) : value,
    );
  }

  async read(path) {
    return this.fhir(`/fhir/${path}`);
  }

  /** The resources of a FHIR search, following its pages until there are `most`. */
  async search(type, parameters, most = 1000) {
    const resources = [];
    let next = `/fhir/${type}?${new URLSearchParams(parameters)}`;
    for (let page = 0; next && page < PAGES && resources.length < most; page++) {
      const bundle = await this.fhir(next);
      resources.push(...(bundle.entry ?? []).map((entry) => entry.resource).filter((it) => it.resourceType === type));
      const link = (bundle.link ?? []).find((it) => it.relation === "next");
      next = link ? sameOrigin(link.url) : null;
    }
    return resources.slice(0, most);
  }
}

/** Paging links carry the server's public address; the page stays at the one it came from. */
function sameOrigin(url) {
  const { pathname, search } = new URL(url, location.origin);
  return pathname + search;
}

async function problemOf(response) {
  const { status } = response;
  const fallback = new Problem(status, `HTTP ${status}`, `The server answered with status ${status}.`, "");
  try {
    const issue = (await response.json()).issue[0];
    const code = issue.details?.coding?.[0]?.code ?? fallback.code;
    return new Problem(status, code, issue.details?.text ?? fallback.message, issue.diagnostics ?? "");
  } catch {
    return fallback;
  }
}
