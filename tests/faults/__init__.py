"""The shop is killed, and its provider with it; after each time the books must balance.

    python -m tests.faults --what shop --db sqlite --kills 100
    python -m tests.faults --stage 2 --what parts --kills 320

__main__  what can be asked for           plans     the rounds of each
runs      many rounds, in slices          site      a stage that runs, to be hurt
kills     one round: load, SIGKILL, books points    one round: die at a named point, books
load      a market: buyers and a clerk    code      the crash points that the code has
promises  what people were told           acts      what is done while a part dies
insist    a client that sends again       troubles  the provider misbehaves
                                          patience  … for longer than the shop waits
of stage 2 alone:
queue_lost  Valkey comes back empty        points_of_services  which service dies at which point
twice     every message comes twice       acts_of_services    what is done then; acts_of_news
"""
