/** For staff: one product, its details and its image. Its stock is in staff_stock.js. */
import { send } from "../api.js";
import * as catalog from "../catalog.js";
import { fill, h, icon } from "../dom.js";
import { asTyped, cents, moment } from "../format.js";
import { ask, busy, field, form, sentence } from "../forms.js";
import { go } from "../router.js";
import * as session from "../session.js";
import { block, image, lines, notice, toast } from "../ui.js";
import { stock } from "./staff_stock.js";

const DETAILS = ["name", "category", "price", "description"];
const REPLACE = "Replace image";
const USABLE = "Use a PNG, JPEG, or WebP image.";
const TYPES = ["image/png", "image/jpeg", "image/webp"];
const MOST = 4_194_304; // bytes of an image

export async function staffProduct(at) {
  const isNew = at.id === "new";
  at.title(isNew ? "New product · Staff" : "Product · Staff");
  const page = h("div", { "aria-busy": true }, h("h1.hide", "Product"), lines(5));
  at.show(page);
  await block(page, at.signal, async () => {
    const { names } = await catalog.categories().catch(() => ({ names: [] }));
    if (isNew) return shown(null, null, names, at);
    const { data, headers } = await send("GET", `/products/${at.id}`, { signal: at.signal });
    at.title(`${data.name} · Staff`);
    return shown(data, { data, etag: headers.get("ETag") }, names, at);
  });
  at.settled();
}

/** kept: the details that were last loaded or saved, and their ETag. */
function shown(product, kept, categories, at) {
  const content = details(product, kept, categories);
  return [
    h("a.crumb", { href: "staff/products" }, icon("back", true), "Products"),
    h("div.desk", h("h1", product?.name ?? "New product"),
      h("div.edit",
        product ? picture(product, kept) : h("p.note", "Save the product first. Then add an image and set its stock."),
        h("div", h("div.block", content), product && stock(product.id, at)))),
  ];
}

function details(product, kept, categories) {
  const fields = [h("div.fields",
    field("Name", { name: "name", value: product?.name, required: true, maxlength: 200 }, { empty: "Enter a name." }),
    field("Category", { name: "category", value: product?.category, required: true, maxlength: 100, list: "categories" }, { span: "span-3", empty: "Enter a category." }),
    field("Price in euros", { name: "price", class: "num", inputmode: "decimal", value: product && asTyped(product.price), required: true }, { span: "span-3", empty: "Enter a price." }),
    field("Description", { tag: "textarea", name: "description", value: product?.description, maxlength: 5000 })),
  h("datalist", { id: "categories" }, categories.map((value) => h("option", { value })))];
  const texts = { price: "Enter a price like 12.50, up to 100,000." };
  const made = form({}, fields, "Save", async (given) => {
    const body = { ...given, price: cents(given.price) ?? 0 };
    try {
      const saved = product
        ? await session.call("PUT", `/products/${product.id}`, { body, headers: { "If-Match": kept.etag } })
        : await session.call("POST", "/products", { body });
      catalog.forget(saved.data.id);
      toast(icon("tick"), `${saved.data.name} is saved.`);
      if (!product) return go(`staff/products/${saved.data.id}`, { replace: true });
      Object.assign(kept, { data: saved.data, etag: saved.headers.get("ETag") });
      last.textContent = `Saved ${moment(saved.data.updated_at)}`;
    } catch (problem) {
      if (problem.status !== 412) throw problem;
      made.querySelector("[data-problem]").append(changedMeanwhile(product.id));
    }
  }, texts);
  const last = h("span.note.num", product && `Saved ${moment(product.updated_at)}`);
  const actions = h("div.actions", made.querySelector("[type=submit]"),
    product && h("button.button.button-quiet", { type: "button", onclick: () => archive(product) }, "Archive"),
    product && h("a", { href: `products/${product.id}` }, "View in shop"), last);
  made.append(actions);
  return made;
}

const changedMeanwhile = (id) => notice("no", "Someone else edited this product", "Your changes are still in the form, but they aren't saved. ",
  h("button.link", { type: "button", onclick: () => go(`staff/products/${id}`, { replace: true }) }, "Load the current version"));

const archive = (product) => ask(`Archive ${product.name}?`, "It disappears from the shop. Past orders keep their copy.", [], "Archive", async () => {
  await session.call("DELETE", `/products/${product.id}`);
  catalog.forget(product.id);
  go("staff/products");
  return true;
}, {}, "Keep it");

/** A new image changes the ETag. If the details are unchanged, the form uses the new one. */
async function takeOver(kept) {
  const found = await send("GET", `/products/${kept.data.id}`).catch(() => null);
  if (!found) return; // saving will report the conflict
  const { data, headers } = found;
  if (DETAILS.every((name) => data[name] === kept.data[name])) kept.etag = headers.get("ETag");
}

function picture(product, kept) {
  const place = h("div.drop-image", image(product, { alt: product.name, sizes: "(min-width: 60rem) 420px, 92vw", eager: true }));
  const problem = h("div", { role: "alert" });
  const input = h("input", { type: "file", class: "hide", id: "file", accept: TYPES.join(","), onchange: () => take(input.files[0]) });
  const button = h("label.button.button-quiet.button-small", { for: "file" }, icon("image"), product.image_url ? REPLACE : "Choose an image");
  async function take(file) {
    fill(problem);
    input.value = ""; // else choosing the same file again is no change
    if (!file) return;
    if (!TYPES.includes(file.type)) return fill(problem, notice("no", "Unsupported file type", USABLE));
    if (file.size > MOST) return fill(problem, notice("no", "That image is too large", "Images can be up to 4 MB."));
    try {
      const { data } = await busy(button, () => session.call("PUT", `/products/${product.id}/image`, { body: file, type: file.type }));
      catalog.forget(product.id);
      await takeOver(kept);
      fill(place, image(data, { alt: product.name, sizes: "600px", eager: true }));
      toast(icon("tick"), "The image is saved.");
      button.lastChild.textContent = REPLACE;
    } catch (refused) {
      fill(problem, notice("no", "The image wasn't saved", refused.status === 422 ? `The shop can't read this file. ${USABLE}` : sentence(refused)));
    }
  }
  const over = (on) => (event) => (event.preventDefault(), made.classList.toggle("drop-over", on));
  const made = h("section.drop", { "aria-label": "Image", ondragover: over(true), ondragleave: over(false),
    ondrop: (event) => (over(false)(event), take(event.dataTransfer.files[0])) },
  place, h("div.drop-row", h("span.note", "PNG, JPEG, or WebP, up to 4 MB. You can drop a file here."), input, button), problem);
  return made;
}
