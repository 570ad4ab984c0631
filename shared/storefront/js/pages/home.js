/** The home page: bestsellers, and all products with search, filters, sorting, and paging. */
import { send } from "../api.js";
import * as catalog from "../catalog.js";
import { fill, h, icon } from "../dom.js";
import { money, number } from "../format.js";
import { areAllUp, go } from "../router.js";
import { block, bones, card, empty, image, notice } from "../ui.js";

const PAGE = 12;
const ROW = 4; // bestsellers
const SORTS = [["", "Newest first"], ["name", "Name, A to Z"], ["price", "Price, low to high"], ["-price", "Price, high to low"]];
const PRICES = [["", "Any price"], ["-1500", `Under ${money(1500)}`], ["1500-3000", `${money(1500)} to ${money(3000)}`], ["3000-", `Over ${money(3000)}`]];
const shown = new Map(); // the list at each address, for back and forward
const known = {}; // blocks that stay while the user filters

export async function home(at) {
  const asked = { q: at.query.get("q") ?? "", category: at.query.get("category") ?? "", price: at.query.get("price") ?? "", sort: at.query.get("sort") ?? "" };
  at.title(asked.q ? `“${asked.q}”` : asked.category);
  const best = known.best ?? h("div", { "aria-busy": true }, h("ol.best-list", bestBones()));
  const chips = known.chips?.(asked) ?? h("nav.chips", { "aria-label": "Categories" }, chip(asked, "", "All"));
  const count = h("span.note.num", { role: "status" }, "Loading");
  const goods = h("div.goods", { "aria-busy": true }, h("ul.grid", bones(8)));
  const refocus = document.activeElement?.dataset.key;
  const warning = !areAllUp() && notice("", "Part of the shop is taking a break", "You can still browse and fill your cart. The rest will be back soon.");
  const filters = h("div.filters", chips, h("div.filters-end", count,
    choice(asked, "price", "Price", PRICES), choice(asked, "sort", "Sort", SORTS)));
  const intro = h("div.intro", h("h1", "Good things for a desk and a home"),
    h("p", "To write with, drink from, read by, and look after."));
  const found = h("h1.hide", `Search: ${asked.q}`);
  at.show(asked.q ? found : [intro, bestSection(best)], warning, filters, goods);
  if (refocus) at.main.querySelector(`[data-key="${CSS.escape(refocus)}"]`)?.focus();
  const jobs = [listGoods(at, asked, goods, count), showCategories(asked, chips, at.signal)];
  if (!asked.q && !known.best) jobs.push(showBest(best, at.signal));
  await Promise.all(jobs);
}

async function listGoods(at, asked, goods, count) {
  const list = { items: [], cursor: undefined, ...(at.back && shown.get(location.search)) };
  const query = { ...asked, price: undefined, ...range(asked.price), limit: PAGE };
  const more = h("div.more");
  const grid = h("ul.grid");
  const next = async () => {
    const page = await catalog.list({ ...query, cursor: list.cursor }, at.signal);
    list.items = [...list.items, ...page.data];
    list.cursor = page.meta.next_cursor;
    shown.set(location.search, list);
    return page.data;
  };
  const tell = async () => {
    const all = await counted(asked, list);
    count.textContent = `${number(all)}${list.cursor && all === list.items.length ? " or more" : ""} ${all === 1 ? "item" : "items"}`;
    fill(more, list.cursor && h("button.button.button-quiet", { type: "button", onclick: grow }, "Show more"));
  };
  const grow = async () => {
    const line = h("div");
    fill(more, line);
    await block(line, at.signal, async () => {
      const fresh = (await next()).map((product) => card(product));
      grid.append(...fresh);
      fresh[0]?.querySelector("a").focus({ preventScroll: true });
    });
    await tell();
  };
  await block(goods, at.signal, async () => {
    if (!list.items.length) await next();
    if (!list.items.length) return nothingFound(asked);
    grid.append(...list.items.map((product) => card(product)));
    return [grid, more];
  });
  if (!at.signal.aborted) await tell();
  at.settled();
}

async function counted(asked, list) {
  if (!list.cursor || asked.q || asked.price) return list.items.length;
  const found = await catalog.categories().catch(() => null);
  if (!found?.whole) return list.items.length;
  return asked.category ? (found.counts.get(asked.category) ?? 0) : found.total;
}

function nothingFound({ q }) {
  const title = q ? `No results for “${q}”` : "No products match these filters";
  const made = empty(null, title, q ? "The search covers product names. Try a shorter word." : "Try another category or price range.",
    h("a.button.button-quiet", { href: "./" }, "Show all products"));
  made.querySelector("h1").replaceWith(h("h2", title));
  return made;
}

async function showCategories(asked, chips, signal) {
  if (known.chips) return;
  const { names } = await catalog.categories().catch(() => ({ names: [] }));
  if (!names.length || signal.aborted) return;
  known.chips = (now) => h("nav.chips", { "aria-label": "Categories" }, chip(now, "", "All"), names.map((name) => chip(now, name, name)));
  chips.replaceWith(known.chips(asked));
}

const chip = (asked, category, name) => h("a", {
  class: "chip", "data-key": `chip-${category}`, "data-stay": true, href: address({ ...asked, category }),
  "aria-current": asked.category === category ? "true" : null,
}, name);

function choice(asked, name, label, options) {
  const change = (event) => go(address({ ...asked, [name]: event.target.value }), { focus: false, scroll: false });
  const list = options.map(([value, text]) => h("option", { value }, text));
  const select = h("select", { id: name, "data-key": name, onchange: change }, list);
  select.value = asked[name];
  return h("span.select", h("label.hide", { for: name }, label), select, icon("down", true));
}

function address(asked) {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
  return query.size ? `./?${query}` : "./";
}

function range(price) {
  const [from, to] = price.split("-");
  return { min_price: from, max_price: to ? String(Number(to) - (from ? 0 : 1)) : "" };
}

const bestSection = (list) => h("section.best", { "aria-labelledby": "best" }, h("h2", { id: "best" }, known.title ?? "Bestsellers"), list);

const bestBones = () => Array.from({ length: ROW }, () => h("li", h("span.best-row",
  h("span.bone.bone-thumb"), h("span.best-words", h("span.bone.bone-line"), h("span.bone.bone-short")))));

/** The bestsellers; in a shop with too few sales, the cheapest products. */
async function showBest(best, signal) {
  await block(best, signal, async () => {
    const { data } = await send("GET", "/products/bestsellers", { signal });
    const sold = await Promise.all(data.slice(0, ROW).map((one) => catalog.find(one.product_id, signal).then((product) => [product, `${number(one.units)} sold`], () => null)));
    const cheap = async () => (await catalog.list({ sort: "price", limit: ROW }, signal)).data.map((product) => [product, money(product.price, product.currency)]);
    const there = sold.filter(Boolean);
    known.title = there.length === ROW ? "Bestsellers" : "Small gifts";
    const chosen = there.length === ROW ? there : await cheap();
    if (!best.isConnected && !signal.aborted) return null;
    best.previousElementSibling.textContent = known.title;
    known.best = best;
    setTimeout(() => delete known.best, 30_000);
    return h("ol.best-list", chosen.map(([product, note]) => h("li", h("a.best-row", { href: `products/${product.id}` },
      image(product, { width: 72 }), h("span.best-words", h("span.best-name", product.name), h("span.note.num", note))))));
  });
}
