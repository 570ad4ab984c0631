"""Kills parts of the shop, and its provider; after each kill the books must balance.

    python -m tests.faults --what shop --db sqlite --kills 100
    python -m tests.faults --stage 2 --what parts --kills 320

__main__  the command                     plans     the rounds of each option
runs      many rounds, in slices          site      a running stage, to be damaged
kills     one round: load, SIGKILL, books points    one round: die at a named point, books
load      buyers and a clerk              code      the crash points in the code
promises  what clients got a 2xx for      acts      the requests during which a part dies
insist    a client that retries           troubles  the provider misbehaves
                                          patience  … for longer than the shop waits
elsewhere sign-ins with an identity provider    roles   changes of roles
crowd     … and who does them meanwhile
only for stage 2:
queue_lost  Valkey restarts empty         points_of_services  which service dies at which point
twice     every message comes twice       acts_of_services    its acts; also acts_of_news
"""
