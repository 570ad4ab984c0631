"""What an answer changes in what is known of the shop: one function for each operation that does.

ids: of the path. sent, data: of the request's and the answer's body.
"""

import pyotp


def create_user(world, actor, ids, sent, data):
    world.people.meet(data["id"], sent["email"], sent["password"])


def update_user(world, actor, ids, sent, data):
    actor.email = data["email"]


def change_password(world, actor, ids, sent, data):
    actor.password = sent["new"]
    actor.sign_out()


def delete_user(world, actor, ids, sent, data):
    world.people.forget(actor.id)


def revoke_tokens(world, actor, ids, sent, data):
    actor.sign_out()


def begin_mfa(world, actor, ids, sent, data):
    actor.totp = pyotp.parse_uri(data["otpauth_uri"])


def confirm_mfa(world, actor, ids, sent, data):
    actor.mfa_is_on = True


def remove_mfa(world, actor, ids, sent, data):
    actor.mfa_is_on = False


def create_tokens(world, actor, ids, sent, data):
    if "refresh_token" in data:  # else it is in a cookie
        world.people.refresh_tokens.append(data["refresh_token"])


def refresh_tokens(world, actor, ids, sent, data):
    create_tokens(world, actor, ids, sent, data)


def create_product(world, actor, ids, sent, data):
    world.things.meet_product(data["id"])


def archive_product(world, actor, ids, sent, data):
    world.things.forget_product(ids["product_id"])


def import_products(world, actor, ids, sent, data):
    world.things.imports.append(data["id"])


def place_order(world, actor, ids, sent, data):
    world.things.meet_order(data["id"], actor)
