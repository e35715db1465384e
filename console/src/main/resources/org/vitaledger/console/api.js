import { hear } from "./clock.js";

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
/** A node that is silent for so long can't be reached. */
const PATIENCE = 15_000;

export class Api {
  /**
   * @param {() => string} token the token of the present
   * @param {(problem: Problem) => void} ended is told when the server no longer takes the token
   */
  constructor(token, ended) {
    this.token = token;
    this.ended = ended;
  }

  /**
   * Asks, and answers the response once its head is there.
   *
   * @param {{accept?: string, type?: string, body?: string, signal?: AbortSignal}} options
   */
  async call(path, options = {}) {
    const { accept = "application/json", type, body, signal } = options;
    const headers = { Accept: accept, Authorization: `Bearer ${this.token()}`, ...(type && { "Content-Type": type }) };
    const abort = new AbortController();
    const giveUp = () => abort.abort();
    const patience = setTimeout(giveUp, PATIENCE);
    signal?.addEventListener("abort", giveUp);
    let response;
    try {
      const method = body ? "POST" : "GET";
      response = await fetch(path, { method, headers, body, signal: abort.signal, cache: "no-store" });
    } catch {
      throw new Problem(UNREACHABLE, "", "The node can't be reached.", "This page tries again by itself.");
    } finally {
      clearTimeout(patience);
    }
    hear(response);
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

  /** The pages of a FHIR search, to its end: {resources, more}. Who goes through them says when that is enough. */
  async *pages(type, parameters) {
    let next = `/fhir/${type}?${new URLSearchParams(parameters)}`;
    while (next) {
      const bundle = await this.fhir(next);
      const link = (bundle.link ?? []).find((it) => it.relation === "next");
      const all = (bundle.entry ?? []).map((entry) => entry.resource);
      yield { resources: all.filter((it) => it.resourceType === type), more: link !== undefined };
      next = link ? sameOrigin(link.url) : null;
    }
  }

  /** The resources of a FHIR search, page by page until there are `most`, and whether there are more. */
  async search(type, parameters, most = 10_000) {
    const found = { resources: [], more: false };
    for await (const page of this.pages(type, parameters)) {
      found.resources.push(...page.resources);
      found.more = page.more;
      if (found.resources.length >= most) {
        break;
      }
    }
    return found;
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
