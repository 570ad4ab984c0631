/** For admins: collects the orders of some days into one file. The shop hands them out a day at a time, and a page of a day at a time. */
import { Problem } from "../api.js";
import { fill, h, icon } from "../dom.js";
import { number } from "../format.js";
import { field, form } from "../forms.js";
import * as session from "../session.js";
import { block, notice } from "../ui.js";

const DAY = 86_400_000; // milliseconds
const MOST = 31; // days of a file: the browser holds all of it
const asDay = (time) => new Date(time).toISOString().slice(0, "YYYY-MM-DD".length);

export function staffExport(at) {
  at.title("Export · Staff");
  const today = asDay(Date.now());
  const state = h("div", { "aria-live": "polite" });
  const day = (label, name) => field(label, { name, type: "date", required: true, value: today }, { span: "span-3", empty: "Choose a day." });
  const made = form({ class: "stack export" }, [h("div.fields", day("First day", "first"), day("Last day", "last"))], "Make the file",
    ({ first, last }) => make(first, last, state, at.signal), {
      first: "Choose a day from 2000 on.",
      last: (value) => (value < made.elements.first.value ? "The last day is before the first one." : `Choose at most ${MOST} days.`),
    });
  at.show(h("a.crumb", { href: "staff" }, icon("back", true), "Orders"), h("div.desk", h("h1", "Export orders"),
    h("div", h("p.soft", "A CSV file with a row for each line of an order, as the orders are now. It doesn't say who bought."),
      h("p.note", `Days begin and end at midnight UTC. Up to ${MOST} days a file.`)), made, state));
}

/** Collects the days into a file, and shows how far it is. Raises a Problem whose pointer names the field. */
async function make(first, last, state, signal) {
  fill(state);
  const days = daysOf(first, last), parts = [];
  let rows = 0, cursor;
  for (const [done, day] of days.entries()) {
    do {
      await block(state, signal, async () => {
        const { data, headers } = await asked(day, cursor, signal);
        const [head] = data.split("\r\n", 1), lines = data.slice(head.length + "\r\n".length);
        if (!parts.length) parts.push(head, "\r\n");
        parts.push(lines);
        rows += lines.replace(/"[^"]*"/g, "").split("\r\n").length - 1; // a name may have lines of its own
        cursor = following(headers);
        return progress(done + !cursor, days.length, rows);
      });
      if (signal.aborted) return;
    } while (cursor);
  }
  fill(state, rows ? offer(parts, first, last, rows, signal) : notice("", "There are no orders on these days"));
}

function daysOf(first, last) {
  const count = (Date.parse(last) - Date.parse(first)) / DAY + 1;
  if (!(count >= 1 && count <= MOST)) throw refused("last");
  return Array.from({ length: count }, (_, index) => asDay(Date.parse(first) + index * DAY));
}

/** A page of a day. The shop's 422 names no field, and the first day is the one that can be too early. */
async function asked(day, cursor, signal) {
  try {
    return await session.call("GET", "/order-exports", { query: { day, cursor }, signal });
  } catch (problem) {
    throw problem.status === 422 ? refused("first", problem.message) : problem;
  }
}

const refused = (name, detail = "This is no period.") => new Problem(422, { detail, errors: [{ pointer: `/${name}`, detail }] });

/** The cursor of the page that Link names (RFC 8288), or undefined. */
function following(headers) {
  const next = /<([^<>]+)>; *rel="next"/.exec(headers.get("Link") ?? "")?.[1];
  return next && new URL(next, document.baseURI).searchParams.get("cursor");
}

const progress = (done, all, rows) => [
  h("progress.import-bar", { max: all, value: done, "aria-label": "Days done" }),
  h("p.note.num", `${number(done)} of ${number(all)} days, ${number(rows)} rows`),
];

function offer(parts, first, last, rows, signal) {
  const name = first === last ? `orders-${first}.csv` : `orders-${first}-to-${last}.csv`;
  const url = URL.createObjectURL(new Blob(parts, { type: "text/csv" }));
  signal.addEventListener("abort", () => URL.revokeObjectURL(url));
  return [notice("yes", "The file is ready", `${number(rows)} ${rows === 1 ? "row" : "rows"}.`), h("a.button", { href: url, download: name }, `Save ${name}`)];
}
