/** Starts the shop in this tab: routes, header, and footer. */
import { send } from "./api.js";
import * as cart from "./cart.js";
import { fill, h, icon } from "./dom.js";
import { home } from "./pages/home.js";
import { product } from "./pages/product.js";
import * as router from "./router.js";
import * as session from "./session.js";
import { notFound } from "./ui.js";

const { forPeople, forStaff, known, later } = router;
const [ORDERS, PRODUCTS] = [["support", "warehouse", "admin"], ["catalog", "admin"]]; // as in policies.cedar
const ROUTES = {
  "": home,
  "products/:id": product,
  cart: known(later(() => import("./pages/cart.js"), "basket")),
  "sign-in": later(() => import("./pages/sign_in.js"), "signIn"),
  "signed-in": known(later(() => import("./pages/signed_in.js"), "signedIn")),
  "sign-up": later(() => import("./pages/sign_in.js"), "signUp"),
  orders: forPeople(later(() => import("./pages/orders.js"), "orders")),
  "orders/:id": forPeople(later(() => import("./pages/order.js"), "order")),
  messages: forPeople(later(() => import("./pages/messages.js"), "messages")),
  account: forPeople(later(() => import("./pages/account.js"), "account")),
  staff: forStaff(later(() => import("./pages/staff_orders.js"), "staffOrders"), ...ORDERS),
  "staff/exports": forStaff(later(() => import("./pages/staff_exports.js"), "staffExport"), "admin"),
  "staff/products": forStaff(later(() => import("./pages/staff_products.js"), "staffProducts"), ...PRODUCTS),
  "staff/products/:id": forStaff(later(() => import("./pages/staff_product.js"), "staffProduct"), ...PRODUCTS),
  "staff/imports": forStaff(later(() => import("./pages/staff_imports.js"), "staffImport"), ...PRODUCTS),
  "staff/imports/:id": forStaff(later(() => import("./pages/staff_imports.js"), "staffImported"), ...PRODUCTS),
  "staff/analytics": forStaff(later(() => import("./pages/staff_analytics.js"), "staffAnalytics"), ...PRODUCTS),
  "staff/people": forStaff(later(() => import("./pages/staff_people.js"), "staffPeople"), "admin"),
  "staff/audit": forStaff(later(() => import("./pages/staff_audit.js"), "staffAudit"), "admin"),
};

const UNDER = { messages: "orders", "staff/exports": "staff", "staff/imports": "staff/products", "staff/analytics": "staff/products", "staff/audit": "staff/people" };

const nav = document.getElementById("nav");
const search = document.getElementById("search");

function showHead() {
  const at = router.here().split("/")[0];
  const atStaff = at === "staff";
  const { classList } = document.getElementById("head");
  classList.toggle("head-plain", at !== "");
  classList.toggle("head-staff", atStaff);
  const units = cart.units();
  const link = (path, name, symbol, label = name, more) =>
    h("a", { href: path, "aria-label": label, "aria-current": isCurrent(path) ? "page" : null },
      icon(symbol), h("span.nav-word", name), more);
  const shop = [
    staffHome() && link(staffHome(), "Staff", "tag"),
    link("orders", "Orders", "parcel"),
    session.user() || session.mayBeSignedIn()
      ? link("account", "Account", "person")
      : link("sign-in", "Sign in", "person"),
    link("cart", "Cart", "bag", `Cart, ${units ?? 0} ${units === 1 ? "item" : "items"}`, units > 0 && h("span.count", units)),
  ];
  const staff = [session.has(...ORDERS) && link("staff", "Orders", "parcel"), session.has(...PRODUCTS) && link("staff/products", "Products", "tag"),
    session.has("admin") && link("staff/people", "Team", "people"), link("account", "Account", "person"), link("./", "View shop", "bag")];
  fill(nav, atStaff ? staff : shop);
  search.q.value = at === "" ? (new URLSearchParams(location.search).get("q") ?? "") : "";
}

/** The first page that the user's roles allow. */
const staffHome = () => (session.has(...ORDERS) ? "staff" : session.has(...PRODUCTS) && "staff/products");

/** Is the page this one, one below it, or one that is reached from it? */
function isCurrent(path) {
  const at = router.here(), within = (one) => at === one || at.startsWith(`${one}/`);
  const from = Object.keys(UNDER).find(within);
  return from ? UNDER[from] === path : path === "staff" ? at === path : within(path);
}

let typing;
search.addEventListener("submit", (event) => (event.preventDefault(), find()));
search.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(find, 300);
});

function find() {
  clearTimeout(typing);
  const atHome = router.here() === "";
  const asked = new URLSearchParams(atHome ? location.search : "");
  const before = asked.get("q") ?? "";
  const q = search.q.value.trim();
  if (q === before) return;
  q ? asked.set("q", q) : asked.delete("q");
  router.go(asked.size ? `./?${asked}` : "./", { replace: atHome && before !== "" && q !== "", focus: false, scroll: !atHome });
}

/** Shows which architecture answered, and whether all its parts are up. */
async function showFoot() {
  const about = document.querySelector("meta[name=architecture]").content;
  const found = await send("GET", "/ready").then((answer) => answer.data.dependencies, () => null);
  const all = Object.values(found ?? {});
  const up = all.filter((state) => state === "ok").length;
  const parts = !found ? "not answering" : up === all.length ? `${up === 2 ? "both" : `all ${up}`} parts up` : `${up} of ${all.length} parts up`;
  const whole = found && up === all.length;
  fill(document.getElementById("foot"),
    h("span", { class: whole ? "answered" : "answered answered-part" }, [about, parts].filter(Boolean).join(" · ")),
    session.isStaff() ? null : h("span", "A teaching shop. No real money moves."));
  router.partsAreUp(Boolean(whole));
  setTimeout(showFoot, whole ? 60_000 : 5_000);
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").querySelector("h1")?.focus();
});

session.onChange(() => {
  if (session.user()) cart.takeOver();
  else cart.ordered();
  showHead();
  router.personChanged();
});
cart.onChange(showHead);
router.onArrival(showHead);
showHead();
await session.restore().catch(() => {});
router.start(ROUTES, notFound);
if (!session.user()) cart.read().catch(() => {});
showFoot();
