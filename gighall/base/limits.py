"""Every limit and default number of the hall, in one place.

Units stand in the name. An operator will change some of these on a staff page; until then they are
the numbers of the product description.
"""

# Text
MESSAGE_CHARACTERS_MAX = 10_000
GIG_TITLE_CHARACTERS_MIN = 12
GIG_TITLE_CHARACTERS_MAX = 90
GIG_TEXT_CHARACTERS_MIN = 40
GIG_TEXT_CHARACTERS_MAX = 6_000
GIG_REQUIREMENT_CHARACTERS_MAX = 300
DELIVERY_CHARACTERS_MAX = 10_000
DELIVERY_PICKED_MAX = 50
PERSON_NAME_CHARACTERS_MAX = 60
HALL_NAME_CHARACTERS_MAX = 40
TERMS_CHARACTERS_MAX = 100_000
REASON_CHARACTERS_MIN = 5
REASON_CHARACTERS_MAX = 300
TOKEN_NAME_CHARACTERS_MAX = 60
ORGANISATION_NAME_CHARACTERS_MAX = 80
ORGANISATION_REGISTRATION_CHARACTERS_MIN = 2
ORGANISATION_REGISTRATION_CHARACTERS_MAX = 40
ORGANISATION_ABOUT_CHARACTERS_MIN = 20
ORGANISATION_ABOUT_CHARACTERS_MAX = 600
PASSWORD_CHARACTERS_MIN = 10

# Money
GIG_PRICE_MINOR_MIN = 500
GIG_PRICE_MINOR_MAX = 500_000
SELLER_FEE_BASIS_POINTS = 2_000
BUYER_FEE_BASIS_POINTS = 550
DEMO_CREDITS_MINOR = 20_000
DEMO_CREDITS_BALANCE_MINOR_MAX = 100_000
GRANT_MINOR_MAX = 1_000_000
# What a seller was paid for an order can be spent after so many days.
CLEARING_DAYS = 14
PAYMENT_MINOR_MIN = 500
PAYMENT_MINOR_MAX = 1_000_000
PAYMENTS_OPEN_MAX = 5
PAYMENT_REFERENCE_TRIES_MAX = 10
BANK_WORDS_CHARACTERS_MAX = 1_500
RECONCILIATION_HOURS = 24

# Evidence
BUNDLE_CHAIN_BYTES_MAX = 1_000_000_000
BUNDLE_TRANSCRIPTS_MAX = 200
# What of a bundle is held in memory while it is written or read; the rest lies on disk.
BUNDLE_MEMORY_BYTES = 1_000_000

# Printing: a program of its own sets each PDF, within so much memory and time
PRINT_CHARACTERS_MAX = 2_000_000
PRINT_MEMORY_BYTES = 2_000_000_000
PRINT_SECONDS = 60
PRINT_WAIT_SECONDS = 20
PRINTS_AT_ONCE_MAX = 2

# Time
GIG_MINUTES_MIN = 15
GIG_MINUTES_MAX = 240
GIG_DELIVERY_DAYS_MIN = 1
GIG_DELIVERY_DAYS_MAX = 60
REVIEW_WINDOW_DAYS = 3
REVIEW_EXTENSION_DAYS = 3
REVISION_CHARACTERS_MIN = 10
# What a revision adds to the time for the work.
REVISION_DAYS = 2
# Within how many days a session is held and delivered; a deliverable has its own delivery time.
SESSION_WITHIN_DAYS = 7
VERY_LATE_HOURS = 24
REQUIREMENTS_REMINDER_DAYS = (1, 3, 5)
REQUIREMENTS_DAYS = 7
REQUEST_ANSWER_HOURS = 48
# Who answered no beat for so long is not present; two signs of life further apart break the line. What came after the
# last answered beat is not billed, so beats are frequent.
SESSION_BEAT_SECONDS = 2
SESSION_PRESENT_SECONDS = 15
# A session in which the two were not there together for so long is ended; one that nobody came to start, withdrawn.
SESSION_IDLE_MINUTES = 30
SESSIONS_PER_ORDER_MAX = 50
# How many sessions one socket may attend.
SESSIONS_ATTENDED_MAX = 5
# Each open request stops the clocks, so a side may not ask for ever.
REQUESTS_PER_SIDE_MAX = 5
TIME_EXTENSION_DAYS_MAX = 30
TALK_AFTER_END_DAYS = 30
CASE_CHARACTERS_MIN = 20
CASE_CHARACTERS_MAX = 2_000
# How soon support means to decide.
CASE_ANSWER_HOURS = 48
TICKET_SUBJECT_CHARACTERS_MIN = 5
TICKET_SUBJECT_CHARACTERS_MAX = 120
TICKET_CHARACTERS_MIN = 20
TICKET_CHARACTERS_MAX = 4_000
# Support's time for a ticket, counted while the ball is with support.
TICKET_ANSWER_HOURS = 48
TICKETS_OPEN_MAX = 10
TICKET_MESSAGES_MAX = 300
TICKET_REASON_CHARACTERS_MAX = 1_000
# What the form of a grant proposes.
EXCEPTION_DAYS_DEFAULT = 90
# Feedback is blind until both have given theirs, and at most so long; after that none is taken any more.
FEEDBACK_DAYS = 14
FEEDBACK_CHARACTERS_MIN = 10
FEEDBACK_CHARACTERS_MAX = 2_000
FEEDBACK_ROWS = 10
# How long an offer in the inbox stands.
OFFER_DAYS_MIN = 1
OFFER_DAYS_MAX = 30
OFFER_DAYS_DEFAULT = 7
OFFER_SCOPE_CHARACTERS_MAX = 2_000
DEADLINE_SWEEP_SECONDS = 5
DEADLINE_BATCH = 100

# Lists
PAGE_ROWS = 25
SEARCH_CHARACTERS_MAX = 120
SEARCH_WORDS_MAX = 8
STATEMENT_ROWS = 200
CLEARING_ROWS = 10
RECONCILIATIONS_SHOWN = 30
RECONCILIATION_PROBLEMS_MAX = 100
TIMELINE_PAGE_ENTRIES = 50
# An open page holds at most so many entries of a talk at a time, however far one scrolls in it.
TIMELINE_WINDOW_ENTRIES = 150
GIGS_PER_SELLER_MAX = 50
GIG_REQUIREMENTS_MAX = 10
GIG_REVISIONS_MAX = 10
GIG_REVISIONS_DEFAULT = 1
OPEN_ORDERS_PER_BUYER_MAX = 50
OPEN_OFFERS_PER_TALK_MAX = 3
TOKENS_PER_PERSON_MAX = 10
KEPT_MAILS_SHOWN = 100
STAFF_LISTED_MAX = 100
GIG_ORDERS_OFFERED_MAX = 50

# Organisations: how many one person may have waiting for staff, who belongs to one, how long an invitation stands
ORGANISATIONS_WAITING_MAX = 3
ORGANISATION_MEMBERS_MAX = 200
ORGANISATIONS_ALIKE_SHOWN = 5
INVITATION_DAYS = 14
INVITATIONS_OPEN_MAX = 50
INVITATIONS_PER_DAY_MAX = 50

# The inbox: what a person keeps there, and through how many talks' names a search looks
LABELS_PER_PERSON_MAX = 20
LABEL_CHARACTERS_MAX = 30
QUICK_RESPONSES_PER_PERSON_MAX = 30
QUICK_RESPONSE_TITLE_CHARACTERS_MAX = 60
QUICK_RESPONSE_CHARACTERS_MAX = 2_000
DRAFT_CHARACTERS_MAX = 2 * MESSAGE_CHARACTERS_MAX
REPORT_CHARACTERS_MAX = 1_000
UNREAD_COUNT_MAX = 99
INBOX_SEARCH_CONVERSATIONS_MAX = 300
INBOX_SEARCH_RESULTS_MAX = 30
SNIPPET_CHARACTERS_MAX = 140

# The order page: what a delivery offers to pick, what the inbox shows of orders
DELIVERY_OFFERED_MAX = 20
# What a session page shows of the talk before its session has begun.
SESSION_PAGE_ENTRIES = 10
ORDERS_BESIDE_TALK_MAX = 5

# Search in records: how it is indexed, how far one search looks, and what it weighs against each other.
SEARCHED_WORD_CHARACTERS_MAX = 64
# A part of a record: so many entries have their words side by side in the index.
SEARCHED_PART_ENTRIES = 1_024
SEARCHED_PARTS_MAX = 4_000
SEARCHED_RECORDS_MAX = 2_000
# Parts that are asked for together, after the first ones.
SEARCHED_PARTS_AT_ONCE = 32
SEARCHED_PARTS_IN_QUOTES = 4
# After so long no further part is asked: rows of words that everybody uses are looked for entry by entry.
SEARCH_MILLISECONDS_MAX = 100
FOUND_OF_PARTS_MAX = 60
FOUND_WEIGHED_MAX = 200
# Long messages: no more of their letters is weighed than this.
FOUND_CHARACTERS_MAX = 200_000
FOUND_OWN_WITHHELD_MAX = 200
# Entries that the job has not come to yet are looked through one by one, so many of them.
FOUND_FRESH_MAX = 100
INDEXED_RECORDS_AT_ONCE = 50
INDEXED_ENTRIES_AT_ONCE = 200
INDEX_PAUSE_SECONDS = 2.0
# Looking for what is new takes at most one part in so many of a processor.
INDEX_IDLE_SHARE = 20

# The community
TOPIC_TITLE_CHARACTERS_MIN = 12
TOPIC_TITLE_CHARACTERS_MAX = 140
POST_CHARACTERS_MIN = 10
POST_CHARACTERS_MAX = 20_000
POST_REASON_CHARACTERS_MAX = 200
# What one person may write there within an hour, questions and answers together.
POSTS_PER_HOUR_MAX = 30
ANSWERS_PAGE_ROWS = 20
QUOTES_PER_POST_MAX = 20
# A quote in a quote in a quote; what is deeper is left out.
QUOTE_DEPTH_MAX = 3
QUOTE_FOLDED_CHARACTERS = 600
EXCERPT_CHARACTERS_MAX = 220
POST_EDIT_MINUTES = 30
# Who mends a slip at once has edited nothing.
POST_SILENT_SECONDS = 60
POST_VERSIONS_MAX = 200
RECOMMENDED_MAX = 10
REACTIONS_SHOWN_MAX = 200

# Doors: how often one person (or address) may press, as (times, seconds)
RATE_WRITE = (60, 60)
RATE_READ = (600, 60)
RATE_GUEST = (300, 60)
# Parts of uploads: a client may send them small.
RATE_PART = (1_200, 60)
RATE_PRINT = (12, 60)
RATE_SEARCH = (60, 60)
# How long a use of a sign-in counts for the list of sign-ins, so that not every page writes.
SIGN_IN_SEEN_SECONDS = 300
REQUEST_BYTES_MAX = 2_500_000
CACHE_ENTRIES_MAX = 100_000
# So many results of each function that templates call again and again are kept: addresses, words, moments.
PRINTED_KEPT = 10_000
# So many messages stay printed, about two kilobytes each: those of the talks that are open now.
MESSAGES_KEPT = 5_000

# Files that people send: by a plain form or in the inbox, and in an order
FILE_BYTES_MAX = 20_971_520
FILE_IN_ORDER_BYTES_MAX = 5_368_709_120
# A request that brings a file: the file, and what a form writes around it.
UPLOAD_BYTES_MAX = 21_500_000
FILE_NAME_CHARACTERS_MAX = 150
FILE_BYTES_PER_DAY_MAX = 21_474_836_480

# Uploads that can be gone on with: how many and how much one person may have open, how long without a byte, in what
# pieces they are written, after how many bytes the disk begins to take them, how often a running part asks whether it
# still may, and how many run at once
UPLOADS_OPEN_MAX = 20
UPLOADS_OPEN_BYTES_MAX = 10_737_418_240
UPLOAD_KEPT_HOURS = 24
UPLOAD_PIECE_BYTES = 262_144
UPLOAD_BEHIND_BYTES = 8_388_608
UPLOAD_ASKED_SECONDS = 30
UPLOAD_PARTS_PER_PERSON_MAX = 4
UPLOAD_THREADS = 32
UPLOAD_FINGERPRINT_CHARACTERS_MAX = 300
UPLOAD_METADATA_CHARACTERS_MAX = 4_000
UPLOADS_SWEPT_AT_ONCE = 100

# After so many contact details hidden on purpose within this time, what holds contact details is refused
HIDDEN_CONTACTS_MAX = 3
HIDDEN_CONTACTS_DAYS = 30

# What a person lately wrote in a record is read together with their next message: so many messages with it, so long
# ago at most, among so many entries of the record (the database function record_append names them too)
RUN_MESSAGES_MAX = 6
RUN_MINUTES = 15
RUN_ENTRIES = 60
RUN_CHARACTERS_KEPT = 300

# An exception: how long it may run, how long its reason may be, and how many of a gig may run at once
WAIVER_DAYS_MAX = 366
WAIVER_REASON_CHARACTERS_MAX = 1_000
WAIVERS_RUNNING_MAX = 20
# How often a form's words are judged again when the facts change between judging and storing, or their author wrote
# something else in that moment: all page threads may store words of one author at once.
JUDGED_AGAIN_MAX = 40
# Of more open orders the oldest are judged by it all the same; only their record does not say so.
WAIVER_ORDERS_TOLD_MAX = 500

# Programs: page threads, the seconds a start, a stop or a step may take, and what their logs may hold
PAGE_THREADS = 8
PROGRAM_READY_SECONDS = 60
PROGRAM_STOP_SECONDS = 10
DATABASE_STOP_SECONDS = 60
STEP_SECONDS = 7_200
RESTART_PAUSE_SECONDS_MAX = 10
PROGRAM_STEADY_SECONDS = 30
LOG_BYTES_MAX = 5_000_000
LOG_FILES_KEPT = 3
FREE_DISK_BYTES_MIN = 300_000_000

# The live door: sockets, posts, and what waits in memory
SOCKETS_PER_PERSON_MAX = 20
SOCKET_FRAME_BYTES_MAX = 262_144
SOCKET_ERRORS_MAX = 100
SOCKET_WAITING_FRAMES_MAX = 512
SOCKET_WAITING_CHARACTERS_MAX = 2_000_000
SOCKET_POSTS_OUTSTANDING_MAX = 64
SOCKET_PING_SECONDS = 20
POSTS_PER_SECOND = 200
POSTS_BURST = 400
POSTS_WAITING_MAX = 20_000
POSTS_PER_BATCH_MAX = 500
POSTS_OF_A_RECORD_PER_BATCH_MAX = 50
POST_STORE_SECONDS_MAX = 20
RECORD_BUSY_PAUSE_SECONDS = 0.02
# A client that has just come in may ask for each of its records.
SINCES_PER_SECOND = 20
SINCES_BURST = 400
RECORDS_IN_HELLO_MAX = 200
PAGE_ENTRIES_MAX = 200
LIVE_CONNECTIONS_MAX = 6
LIVE_CHECK_SECONDS = 2
# After so many sockets have gone, what they left is looked for.
SOCKETS_GONE_MAX = 500
LIVE_STOP_SECONDS = 5
LIVE_GOODBYE_SECONDS = 2
# How many conversations `gighall bench-world` makes at most.
BENCH_CONVERSATIONS_MAX = 100_000

# Several live programs of one hall, and Valkey between them
LIVE_PROGRAMS_MAX = 16
# What the embedded database is prepared for: the whole hall with one live program, and each further one.
DATABASE_CONNECTIONS = 60
LIVE_PROGRAM_CONNECTIONS = 12
# How long an answer of Valkey is awaited; without it each program counts for itself, and the rounds find what is new.
VALKEY_ANSWER_SECONDS = 0.25
# A program beats so often; a line that is silent for longer than three of them is dead, and so is a program.
VALKEY_BEAT_SECONDS = 1
VALKEY_SILENCE_SECONDS = 3.5
# This part of a limit each program gives by itself, and asks Valkey for at a time beyond it.
VALKEY_LOTS = 20
# Who is here is kept in Valkey so long, and written anew well before.
VALKEY_KEPT_SECONDS = 600
VALKEY_WRITTEN_SECONDS = 240

# Presence, marks and judging while typing
# A person counts as present so long after the live door last wrote that they are; it writes every so often.
PRESENT_SECONDS = 60
PRESENT_WRITTEN_SECONDS = 20
# Somebody is "here" on a page so long after their page last said so.
HERE_SECONDS = 45
MARKS_WRITTEN_SECONDS = 0.5
# Marks that wait while the database is away; beyond it only those that wait already move on.
MARKS_WAITING_MAX = 20_000
SIGNALS_PER_SECOND = 20
SIGNALS_BURST = 60
# Coming to a session is written down each time.
ATTENDS_PER_SECOND = 1
ATTENDS_BURST = 20
CHECKS_PER_SECOND = 5
CHECKS_BURST = 15

# Video calls: what two browsers say to each other through the hall, and how long a TURN server lets them in
CALL_SIGNAL_BYTES_MAX = 16_384
CALL_SIGNALS_PER_SECOND = 20
CALL_SIGNALS_BURST = 200
# Longer than the longest session, with its pauses; a page asks for new ones whenever it looks for a way again.
TURN_CREDENTIAL_SECONDS = 28_800
