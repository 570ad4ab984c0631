/** The legend, and light or dark: what is the same on each page, whatever happens. */

import { $, fill, h } from "./dom.js";

$("#theme").onclick = () => {
  const root = document.documentElement, isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
};
const LEGEND = { request: "request", message: "message", stored: "stored", open: "intermediate", final: "final" };
fill($("#legend"), Object.entries(LEGEND).map(([kind, word]) => h("li", { class: kind }, h("i", { "aria-hidden": "true" }), word)));
