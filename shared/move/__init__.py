"""`make move`: moves an open shop from stage 1 to stage 2, one unit at a time, and back.

units        what moves together: its paths and its tables
config       settings from the environment               databases   connections
capture      triggers that note which row has changed    authority   who may write, and the fence
follower     writes what was noted to the other side
following    runs all followers                          places      each place that says who holds
rows/        what a row becomes on the other side        pictures    the image files a row names
copying      notes the rows that were there before       comparing   compares the sides row by row
steps        the steps of a hand-over                    plan        decides which step is next
hooks        what a unit needs besides the steps         checkout    the hooks of the checkout
quiescing    open orders, before they go back            carts       carts in Valkey, their fence
events       sent to services, and read by them          closing     closing an account in stage 1
accounts     the hooks of the accounts                   sessions    cached sessions, their fence
neighbors    which side a service calls                  orders_worker   the worker of the orders
standing     who holds a unit, by its databases
moving       one unit during its move                    expanding   prepares both databases for it
contracting  removes the way back
mover        runs the steps that are wanted              journal     who holds what, for the gateway
orders       the orders of `make move DO=…`              watching    the status line
monolith     stage 1 during a move                       remote      what it asks services over HTTP
service, worker   a service of stage 2 during a move     internal    what services ask stage 1
door         the gateway: holds requests, and retries    guard       421 from the wrong side
shadow       compares the reads of both sides
tally        counts the gateway's answers                prepare     creates the move's own tables
day, day_shapes, room  the control room of a move, and the data of its page
staff        `make staff`, on the side that holds        exchanges   an identity provider's answers
load         simulated customers and staff
"""
