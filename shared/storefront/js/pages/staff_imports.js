/** For staff: uploads a file of products, and shows how far its import is and which rows were wrong. */
import * as catalog from "../catalog.js";
import { fill, h, icon } from "../dom.js";
import { moment, number } from "../format.js";
import { busy, sentence } from "../forms.js";
import { go } from "../router.js";
import * as session from "../session.js";
import { block, lines, notice } from "../ui.js";

const TYPES = { csv: "text/csv", jsonl: "application/x-ndjson", ndjson: "application/x-ndjson" };
const MOST = 4_194_304; // bytes of a file
const EVERY = 500; // milliseconds between two looks at a running import
const head = (...more) => h("div.account-head", h("h1", "Import products"), ...more);

export function staffImport(at) {
  at.title("Import · Staff");
  const problem = h("div", { role: "alert" });
  const input = h("input", { type: "file", class: "hide", id: "file", accept: ".csv,.jsonl,.ndjson", onchange: () => take(input.files[0]) });
  const button = h("label.button", { for: "file" }, "Choose a file");
  async function take(file, key = crypto.randomUUID()) {
    fill(problem);
    input.value = ""; // else choosing the same file again is no change
    if (!file) return;
    const type = TYPES[file.name.split(".").pop().toLowerCase()];
    if (!type) return fill(problem, notice("no", "Unsupported file type", "Use a .csv or a .jsonl file."));
    if (file.size > MOST) return fill(problem, notice("no", "That file is too large", "Files can be up to 4 MB."));
    try {
      const headers = { "Idempotency-Key": key };
      const { data } = await busy(button, () => session.call("POST", "/product-imports", { body: file, type, headers }));
      go(`staff/imports/${data.id}`);
    } catch (refused) {
      const again = h("button.link", { type: "button", onclick: () => take(file, key) }, "Try again"); // the shop may have it
      fill(problem, notice("no", "The file wasn't imported", refused.status === 422 ? refused.message : sentence(refused), refused.passes && [" ", again]));
    }
  }
  const over = (on) => (event) => (event.preventDefault(), place.classList.toggle("drop-over", on));
  const place = h("section.drop", { "aria-label": "File", ondragover: over(true), ondragleave: over(false),
    ondrop: (event) => (over(false)(event), take(event.dataTransfer.files[0])) },
  h("p.soft", "A row with an id replaces that product, and one without adds a product. Wrong rows don't stop the others."),
  h("p.note", "CSV with the columns name, category, and price in cents, and if you like id and description. Or JSON Lines with the same fields. Up to 10,000 rows and 4 MB."),
  h("div.drop-row", h("span.note", "You can drop a file here."), input, button), problem);
  at.show(h("a.crumb", { href: "staff/products" }, icon("back", true), "Products"), h("div.desk", head(), place));
}

export async function staffImported(at) {
  at.title("Import · Staff");
  const page = h("div", { "aria-busy": true }, lines(4));
  const said = h("div");
  at.show(h("a.crumb", { href: "staff/products" }, icon("back", true), "Products"),
    h("div.desk", head(h("a.button.button-quiet", { href: "staff/imports" }, "Import another file")), said, page));
  for (let running = true; running && !at.signal.aborted;) {
    await block(page, at.signal, async () => {
      const { data } = await session.call("GET", `/product-imports/${at.id}`, { signal: at.signal });
      running = data.state === "running";
      if (!running) {
        catalog.forget();
        fill(said, notice("yes", "The import is finished", `${number(data.rows - data.rows_failed)} of ${number(data.rows)} rows are in the catalog.`));
      }
      return report(data);
    });
    at.settled();
    if (running) await new Promise((done) => setTimeout(done, EVERY));
  }
}

const report = ({ rows, rows_done, rows_failed, errors, created_at }) => [
  h("progress.import-bar", { max: rows, value: rows_done, "aria-label": "Rows done" }),
  h("p.note.num", `${number(rows_done)} of ${number(rows)} rows, begun ${moment(created_at)}`),
  rows_failed > 0 && h("section.block", h("h2", `${number(rows_failed)} rows were not imported`),
    h("table.ledger", h("thead", h("tr", h("th", { scope: "col" }, "Line"), h("th", { scope: "col" }, "What is wrong"))),
      h("tbody", errors.map(({ line, detail }) => h("tr", h("td.num", number(line)), h("td", detail)))))),
];
