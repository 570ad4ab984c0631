/** For admins: the staff, with a box for each role. */
import { h, icon } from "../dom.js";
import { busy, sentence } from "../forms.js";
import * as session from "../session.js";
import { lines, toast } from "../ui.js";
import { recently } from "./account.js";
import { pages } from "./list.js";

const ROLES = [
  ["admin", "Admin", "everything, and these roles"],
  ["support", "Support", "reads orders, cancels up to €200"],
  ["warehouse", "Warehouse", "ships and delivers"],
  ["catalog", "Catalog", "products and stock"],
];
const REFUSED = { 409: "The shop needs at least one admin.", 403: "You're no longer an admin." };

export async function staffPeople(at) {
  at.title("Team · Staff");
  const list = h("div", { "aria-busy": true }, lines(4));
  at.show(h("div.desk",
    h("div.account-head", h("h1", "Team"), h("a.button.button-quiet", { href: "staff/audit" }, "Changes")), list));
  await pages(list, at, (cursor) => staff(cursor, at.signal), row, () => h("div.empty", h("h2", "No staff")));
}

/** The next page that has staff in it: the shop lists customers too. */
async function staff(cursor, signal) {
  for (;;) {
    const page = await session.call("GET", "/users", { query: { limit: 100, cursor }, signal });
    const data = page.data.filter((person) => person.role === "staff");
    cursor = page.meta.next_cursor;
    if (data.length || !cursor) return { ...page, data };
  }
}

function row(person) {
  const boxes = ROLES.map(([role, name, what]) => {
    const box = h("input", { type: "checkbox", id: `${role}-${person.id}`, name: role });
    return [box, h("label", { for: box.id }, name, h("span.note", ` ${what}`))];
  });
  const show = (roles) => boxes.forEach(([box]) => (box.checked = roles.includes(box.name)));
  show(person.roles);
  const save = h("button.button.button-quiet.button-small", { type: "submit", "aria-label": `Save the roles of ${person.email}` }, "Save");
  const made = h("form", h("fieldset.roles", h("legend", person.name, h("span.note", ` ${person.email}`)), boxes.map((pair) => h("div", ...pair))), save);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    const roles = boxes.filter(([box]) => box.checked).map(([box]) => box.name);
    try {
      const { data } = await busy(save, () => recently(() => session.call("PUT", `/users/${person.id}/roles`, { body: { roles } })));
      person = data;
      toast(icon("tick"), "Saved. It counts at once.");
      if (person.id === session.user().id) await session.reread();
    } catch (problem) {
      toast(icon("alert"), REFUSED[problem.status] ?? sentence(problem));
    }
    show(person.roles);
  });
  return h("li.team", made);
}
