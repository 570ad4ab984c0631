/** The head and the legend: what is the same whatever happens. */

import { $, fill, h } from "./dom.js";
import { ask } from "./link.js";

$("#theme").onclick = () => {
  const root = document.documentElement, isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
};
const LEGEND = { request: "request", message: "message", stored: "stored", open: "intermediate", final: "final" };
fill($("#legend"), Object.entries(LEGEND).map(([kind, word]) => h("li", { class: kind }, h("i", { "aria-hidden": "true" }), word)));

/** Buyers of the control room: one order, or a load of at most 50 who buy again and again. */
$("#buy").onclick = async () => {
  $("#buy").disabled = true;
  const answer = await ask({ do: "buy" });
  $("#buy").disabled = false;
  $("#buy").title = answer.refused ?? `Answered with ${answer.status}`;
};
$("#load").oninput = () => ($("#buyers").textContent = $("#load").value);
$("#load").onchange = () => ask({ do: "buyers", count: Number($("#load").value) });

/** As the server has it: another page may have changed it. */
export function showBuyers({ wanted }) {
  if (document.activeElement === $("#load")) return;
  $("#load").value = wanted;
  $("#buyers").textContent = wanted;
}
