/** Routes a URL to a page: links, back and forward, reload, focus, and scroll position. */
import { Problem } from "./api.js";
import { fill, h } from "./dom.js";
import * as session from "./session.js";
import { block, lines } from "./ui.js";

const SHOP = "The Shop";
const SOON = 80; // milliseconds after which a page whose code is loading shows that it is
const base = new URL(document.baseURI);
const main = document.getElementById("main");
const arrivals = new Set();
const scrolls = new Map(); // {key of the history entry: y}
let routes = [];
let nothing, leaving, key; // key: of the current history entry
let up = true;

export const onArrival = (listener) => arrivals.add(listener);
export const here = () => location.pathname.slice(base.pathname.length).replace(/\/$/, "");
export const partsAreUp = (now) => (up = now);
export const areAllUp = () => up;

/** table: {"orders/:id": page}. A page is a function that renders itself. */
export function start(table, missing) {
  routes = Object.entries(table).map(([path, page]) => [pattern(path), page]);
  nothing = missing;
  history.scrollRestoration = "manual";
  history.replaceState({ key: history.state?.key ?? newKey() }, "");
  addEventListener("popstate", () => (keepScroll(), show({ back: true, focus: true })));
  addEventListener("pagehide", keepScroll);
  document.addEventListener("click", follow);
  show({ back: performance.getEntriesByType("navigation")[0]?.type !== "navigate", focus: false });
}

/** Navigates to a path below the shop's URL. */
export function go(path, { replace = false, focus = true, scroll = true } = {}) {
  keepScroll();
  const url = new URL(path, base);
  if (replace) history.replaceState({ key: history.state.key }, "", url);
  else history.pushState({ key: newKey() }, "", url);
  show({ back: false, focus, scroll });
}

/** A page whose code is loaded lazily, at its first visit. */
export const later = (load, name) => async (at) => {
  const slow = setTimeout(() => at.show(h("h1.hide", "One moment"), h("div", { "aria-busy": true }, lines(3))), SOON);
  let page = await load().then((module) => module[name], () => null);
  clearTimeout(slow);
  if (!page) {
    const place = h("div", { "aria-busy": true });
    at.show(h("h1.hide", "One moment"), place);
    await block(place, at.signal, async () => {
      page = await load().then((module) => module[name], () => Promise.reject(new Problem(0, {})));
      return [];
    });
  }
  if (!at.signal.aborted) return page(at);
};

/** A page that depends on the user waits until the session is known. */
export const known = (page) => async (at) => {
  if (!session.user() && session.mayBeSignedIn()) {
    const place = h("div", { "aria-busy": true }, lines(3));
    at.show(h("h1.hide", "One moment"), place);
    await block(place, at.signal, async () => (await session.restore(), []));
  }
  if (!at.signal.aborted) return page(at);
};

/** Redirects to the sign-in and back, unless a user is signed in. */
export const forPeople = (page) => known((at) => {
  if (session.user()) return page(at);
  return go(`sign-in?next=${encodeURIComponent(here())}`, { replace: true });
});

/** A page for staff with one of these roles. */
export const forStaff = (page, ...roles) => forPeople((at) => (session.has(...roles) ? page(at) : nothingHere(at)));

/** Renders pages that depend on the user again, after a sign-in or sign-out. */
export function personChanged() {
  if (!leaving) return;
  if (!session.user() && /^(orders|account|messages|staff)/.test(here())) go("sign-in", { replace: true });
  else if (/^cart/.test(here())) show({ back: true, focus: false });
}

function show({ back, focus, scroll = false }) {
  leaving?.abort();
  key = history.state.key;
  leaving = new AbortController();
  const { signal } = leaving;
  const path = here();
  const [found, page] = match(path) ?? [{}, nothingHere];
  const at = {
    main,
    signal,
    back,
    id: found.groups?.id,
    query: new URLSearchParams(location.search),
    title: (text) => (document.title = text ? `${text} · ${SHOP}` : SHOP),
    show: (...content) => signal.aborted || (fill(main, ...content), at.settled()),
    /** Restores scroll position and focus once the page has loaded. */
    settled: () => signal.aborted || settle(back, focus),
  };
  arrivals.forEach((listener) => listener());
  if (scroll) scrollTo(0, 0);
  at.title("");
  Promise.resolve(page(at)).catch((problem) => {
    if (signal.aborted || problem.name === "AbortError") return;
    if (problem.status === 404) return nothingHere(at);
    if (problem.status === 401) return session.leave();
    throw problem;
  });
}

function settle(back, focus) {
  const heading = main.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  if (focus && !main.contains(document.activeElement)) heading?.focus({ preventScroll: true });
  if (back) scrollTo(0, scrolls.get(key) ?? Number(sessionStorage.getItem(key)));
}

function nothingHere(at) {
  at.title("Not found");
  fill(main, nothing());
}

function match(path) {
  for (const [expression, page] of routes) {
    const found = expression.exec(path);
    if (found) return [found, page];
  }
}

const pattern = (path) => new RegExp(`^${path.replace(":id", "(?<id>[^/]+)")}$`);
const newKey = () => crypto.randomUUID();

function keepScroll() {
  scrolls.set(key, scrollY);
  sessionStorage.setItem(key, scrollY);
}

function follow(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href);
  if (link.target || url.origin !== base.origin || !url.pathname.startsWith(base.pathname) || url.hash) return;
  event.preventDefault();
  go(link.getAttribute("href"));
}
