/** For staff: one product, its image, and its stock. */
import { send } from "../api.js";
import * as catalog from "../catalog.js";
import { fill, h, icon } from "../dom.js";
import { asTyped, cents, moment, number, signed } from "../format.js";
import { go } from "../router.js";
import * as session from "../session.js";
import { ask, block, busy, field, form, image, lines, notice, sentence, toast } from "../ui.js";

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
    return shown(data, headers.get("ETag"), names, at);
  });
  at.settled();
}

function shown(product, etag, categories, at) {
  const content = details(product, etag, categories);
  return [
    h("a.crumb", { href: "staff/products" }, icon("back", true), "Products"),
    h("div.desk", h("h1", product?.name ?? "A new product"),
      h("div.edit",
        product ? picture(product) : h("p.note", "Save it first. Then you can add an image and put it in stock."),
        h("div", h("div.block", content), product && stock(product.id, at)))),
  ];
}

function details(product, etag, categories) {
  const fields = [h("div.fields",
    field("Name", { name: "name", value: product?.name, required: true, maxlength: 200 }),
    field("Category", { name: "category", value: product?.category, required: true, maxlength: 100, list: "categories" }, { span: "span-3" }),
    field("Price in euro", { name: "price", class: "num", inputmode: "decimal", value: product && asTyped(product.price), required: true }, { span: "span-3" }),
    field("Description", { tag: "textarea", name: "description", value: product?.description, maxlength: 5000 })),
  h("datalist", { id: "categories" }, categories.map((value) => h("option", { value })))];
  const texts = { price: "A price like 12.50, at most 100,000.", category: "A category, 1 to 100 characters.", name: "A name, 1 to 200 characters." };
  const made = form({}, fields, "Save", async (given) => {
    const body = { ...given, price: cents(given.price) ?? 0 };
    try {
      const saved = product
        ? await session.call("PUT", `/products/${product.id}`, { body, headers: { "If-Match": etag } })
        : await session.call("POST", "/products", { body });
      catalog.forget(saved.data.id);
      toast(icon("tick"), `${saved.data.name} is saved.`);
      if (!product) return go(`staff/products/${saved.data.id}`, { replace: true });
      etag = saved.headers.get("ETag");
      last.textContent = `Saved ${moment(saved.data.updated_at)}`;
    } catch (problem) {
      if (problem.status !== 412) throw problem;
      made.querySelector("[data-problem]").append(changedMeanwhile(product.id));
    }
  }, texts);
  const last = h("span.note.num", product && `Saved ${moment(product.updated_at)}`);
  const actions = h("div.actions", made.querySelector("[type=submit]"),
    product && h("button.button.button-quiet", { type: "button", onclick: () => archive(product) }, "Archive"), last);
  made.append(actions);
  return made;
}

const changedMeanwhile = (id) => notice("no", "Somebody else changed this product", "Your text is still in the form, and isn't saved. Look at theirs first: ",
  h("button.link", { type: "button", onclick: () => go(`staff/products/${id}`, { replace: true }) }, "Show the product as it is now"));

const archive = (product) => ask(`Archive ${product.name}?`, "It disappears from the shop. Orders keep their copy.", [], "Archive", async () => {
  await session.call("DELETE", `/products/${product.id}`);
  catalog.forget(product.id);
  go("staff/products");
  return true;
});

function picture(product) {
  const place = h("div.drop-image", image(product, { alt: product.name, sizes: "(min-width: 60rem) 420px, 92vw", eager: true }));
  const problem = h("div", { role: "alert" });
  const input = h("input", { type: "file", class: "hide", id: "file", accept: TYPES.join(","), onchange: () => take(input.files[0]) });
  const button = h("label.button.button-quiet.button-small", { for: "file" }, icon("image"), product.image_url ? "Replace" : "Choose an image");
  async function take(file) {
    fill(problem);
    if (!file) return;
    if (!TYPES.includes(file.type)) return fill(problem, notice("no", "Not that kind of file", "PNG, JPEG, or WebP, please."));
    if (file.size > MOST) return fill(problem, notice("no", "That image is too large", "Up to 4 MB, please."));
    try {
      const { data } = await busy(button, () => session.call("PUT", `/products/${product.id}/image`, { body: file, type: file.type }));
      catalog.forget(product.id);
      fill(place, image({ ...data, updated_at: `${data.updated_at}-${Date.now()}` }, { alt: product.name, sizes: "600px", eager: true }));
      toast(icon("tick"), "The image is saved.");
    } catch (refused) {
      fill(problem, notice("no", "The image wasn't saved", sentence(refused)));
    }
  }
  const over = (on) => (event) => (event.preventDefault(), made.classList.toggle("drop-over", on));
  const made = h("section.drop", { "aria-label": "Image", ondragover: over(true), ondragleave: over(false),
    ondrop: (event) => (over(false)(event), take(event.dataTransfer.files[0])) },
  place, h("div.drop-row", h("span.note", "PNG, JPEG, or WebP, up to 4 MB. You can drop a file here."), input, button), problem);
  return made;
}

function stock(id, at) {
  const numbers = h("dl.stock");
  const ledger = h("tbody");
  const read = async () => {
    const [now, why] = await Promise.all([
      session.call("GET", `/products/${id}/stock`, { signal: at.signal }),
      session.call("GET", `/products/${id}/stock/adjustments`, { signal: at.signal }),
    ]);
    return { ...now.data, why: why.data };
  };
  const show = ({ available, reserved, sold, why }) => {
    fill(numbers, [["In stock", available], ["Reserved", reserved], ["Sold", sold]].map(([name, value]) => h("div", h("dt", name), h("dd", number(value)))));
    fill(ledger, why.map((one) => h("tr", h("td.note.num", moment(one.created_at)), h("td", one.reason), h("td.num", signed(one.delta)))));
  };
  let key = crypto.randomUUID();
  const adjust = form({ class: "adjust" }, [
    field("In or out", { name: "delta", class: "num", inputmode: "text", placeholder: "+12", required: true }),
    field("Why", { name: "reason", placeholder: "Delivery", required: true, maxlength: 200 }),
  ], "Book it", async ({ delta, reason }, made) => {
    const body = { delta: /^\s*[+-−]?\d{1,7}\s*$/.test(delta) ? Number(delta.replace("−", "-")) : 0, reason };
    const { data } = await session.call("POST", `/products/${id}/stock/adjustments`, { body, headers: { "Idempotency-Key": key } });
    key = crypto.randomUUID();
    made.reset();
    const now = await read();
    show({ ...now, why: [data, ...now.why.filter((one) => one.id !== data.id)] });
  }, { delta: "A number like +12 or -3.", reason: "Say why, so that others know.", 409: "There aren't that many left to take out." });
  adjust.querySelector("[type=submit]").classList.add("button-quiet");
  const place = h("div", { "aria-busy": true }, lines(2));
  block(place, at.signal, async () => {
    show(await read());
    return [numbers, adjust, h("table.ledger",
      h("thead", h("tr", h("th", { scope: "col" }, "When"), h("th", { scope: "col" }, "Why"), h("th", { scope: "col", class: "num" }, "Change"))), ledger)];
  }).catch(() => fill(place, notice("no", "The stock can't be shown")));
  return h("section.block", h("h2", "Stock"), place);
}
