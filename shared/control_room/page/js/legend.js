/** The legend: what is the same on each map, whatever happens. */

import { $, fill, h } from "./dom.js";
import "./theme.js";

const LEGEND = { request: "request", message: "message", stored: "stored", open: "intermediate", final: "final" };
fill($("#legend"), Object.entries(LEGEND).map(([kind, word]) => h("li", { class: kind }, h("i", { "aria-hidden": "true" }), word)));
