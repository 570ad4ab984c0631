/** The head of the page: the buyers of the control room. */

import { $ } from "./dom.js";
import "./legend.js";
import { ask } from "./link.js";

/** One order, or a load of at most 50 who buy again and again. */
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
