"""Moves a shop that is open from stage 1 to stage 2, a unit at a time, and back: `make move`.

units        what moves together, which paths and tables it has
config       settings from the environment               databases   connections
capture      triggers that note which row has changed    authority   who may write, and the fence
follower     what was noted is written to the other side
following    all followers, for as long as they live     places      all rows that say who holds
rows/        what a row becomes there, and back          pictures    and the files it names
copying      old rows are noted as well                  comparing   both sides, row by row
steps        what a hand-over consists of                plan        which is next
hooks        what a unit needs besides the steps         checkout    that of the checkout
quiescing    open orders, before they go back            carts       documents in Valkey, fenced
events       told to services, and read by them          closing     an account, in stage 1
accounts     what accounts need besides the steps        sessions    in the cache, and a fence there
neighbors    whom services ask meanwhile                 orders_worker   as worker
standing     who holds, as the databases say it
moving       one unit on its way                         expanding   what it needs before
contracting  what goes when a unit never goes back
mover        takes the steps that are wanted             journal     who holds what, for the gateway
orders       what is wanted, as the command says it      watching    the line that is printed
monolith     stage 1 in the middle of a move             remote      what it then asks over HTTP
service, worker   a service of stage 2, the same         internal    what services ask stage 1
door         the gateway, which holds and asks again     guard       421 for who asks the wrong side
shadow       reads that both sides answer, compared
tally        what the gateway has answered               prepare     tables to look into
day, day_shapes, room  what the page of the control room shows, and the control room with it
staff        `make staff`, on the side that holds         exchanges   what another provider said
load         people who buy and staff who change prices, for as long as it lasts
"""
