/** Two-step sign-in: turn it on with a QR code and a first code, off with a code. */
import { drawing, fill, h, icon } from "../dom.js";
import { busy, form, sentence } from "../forms.js";
import { path, matrix } from "../qr.js";
import * as session from "../session.js";
import { notice, toast } from "../ui.js";
import { recently } from "./account.js";
import { code } from "./sign_in.js";

const WRONG = { otp: "That code isn't valid now. Codes change every 30 seconds, and each works only once." };

export function secondFactor() {
  const place = h("div.stack");
  show(place);
  return place;
}

const address = () => `/users/${session.user().id}/mfa`;

function show(place) {
  fill(place, session.user().mfa_enabled ? isOn(place) : isOff(place));
}

function isOff(place) {
  const begin = async () => {
    try {
      const { data } = await busy(button, () => recently(() => session.call("POST", address())));
      setUp(place, data.otpauth_uri);
    } catch (problem) {
      button.after(notice("no", "That didn't work", sentence(problem)));
    }
  };
  const button = h("button.button.button-quiet", { type: "button", onclick: begin }, "Set up");
  return [h("p.soft", "After your password, we ask for a six-digit code from an app on your phone. A stolen password alone won't let anyone in."), h("div", button)];
}

function setUp(place, uri) {
  const cells = matrix(uri);
  const secret = new URL(uri).searchParams.get("secret");
  const confirm = form({}, [code()], "Turn on", async ({ otp }) => {
    await recently(() => session.call("PUT", address(), { body: { otp } }));
    await session.reread();
    show(place);
    toast(icon("tick"), "Two-step sign-in is on.");
  }, WRONG);
  fill(place,
    h("p.soft", "Scan this with your authenticator app, then enter the code it shows."),
    drawing(cells.length + 8, path(cells, 4), "QR code for your authenticator app"),
    h("p.note", "Can't scan it? Enter this key in the app: ", h("span.mono.secret", secret.replace(/.{4}(?=.)/g, "$& "))),
    confirm);
  confirm.querySelector("input").focus();
}

function isOn(place) {
  const off = form({}, [code()], "Turn off", async ({ otp }) => {
    await recently(() => session.call("DELETE", address(), { body: { otp } }));
    await session.reread();
    show(place);
    toast(icon("tick"), "Two-step sign-in is off.");
  }, WRONG);
  return [h("p.live", "On. We ask for a code after your password."), off];
}
