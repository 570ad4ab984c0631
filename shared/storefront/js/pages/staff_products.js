/** For staff: all products, and a link to add one. */
import * as catalog from "../catalog.js";
import { h } from "../dom.js";
import { money, number } from "../format.js";
import { field } from "../forms.js";
import { go } from "../router.js";
import { image, inStock, lines } from "../ui.js";
import { pages } from "./list.js";

export async function staffProducts(at) {
  at.title("Products · Staff");
  const q = at.query.get("q") ?? "";
  const list = h("div", { "aria-busy": true }, lines(6));
  const find = h("form.find", { role: "search" }, field("Search by name", { name: "q", type: "search", value: q, maxlength: 200 }));
  find.addEventListener("submit", (event) => (event.preventDefault(), go(find.elements.q.value ? `staff/products?q=${encodeURIComponent(find.elements.q.value)}` : "staff/products")));
  at.show(h("div.desk",
    h("div.account-head", h("h1", "Products"), h("div.actions", h("a.button.button-quiet", { href: "staff/analytics" }, "Visitors"), h("a.button.button-quiet", { href: "staff/imports" }, "Import"), h("a.button", { href: "staff/products/new" }, "Add a product"))), find, list));
  await pages(list, at, (cursor) => catalog.list({ q, cursor, sort: "name" }, at.signal), row,
    () => h("div.empty", h("h2", "No products found"), h("p", "Try a shorter word.")));
}

const row = (product) => h("li", h("a.row.row-product", { href: `staff/products/${product.id}` },
  image(product, { width: 72 }),
  h("span.row-what", product.name),
  h("span.note", product.category),
  h("span", { class: product.available ? "note num" : "note num no" }, product.available > 10 ? `${number(product.available)} in stock` : inStock(product.available)),
  h("span.row-end.num", money(product.price, product.currency))));
