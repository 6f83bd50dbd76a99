/*
 * The cut protocol: how a customer moves while opens and clicks keep coming.
 *
 * README.md says what is modelled and what is not. A step of the model is what a service
 * does in one transaction, of a database or of Kafka; what a service only has in memory is marked
 * "memory", and a crash takes it away. Everything else is durable.
 *
 * The switches of a scenario (how much happens) and of a flaw (what is broken on purpose) are set by
 * -D; the script "check" knows the useful ones.
 */

/* ---- bounds of a scenario ---------------------------------------------------------------- */
#define P 2                     /* partitions of the live topic */
#ifndef SENT1
#define SENT1 2                 /* how often event 1 is sent to the topic, by a provider that repeats */
#endif
#ifndef SENT2
#define SENT2 0                 /* how often event 2 is */
#endif
#ifndef SENT3
#define SENT3 0                 /* how often event 3 is; its message is unknown in both systems */
#endif
#ifndef OWN
#define OWN 4                   /* bits of events that the source's own tracking writes */
#endif
#ifndef CRASHES
#define CRASHES 1
#endif
#ifndef FAILS
#define FAILS 0                 /* how often the enabling is reported as failed, done or not */
#endif
#ifndef RUNS
#define RUNS 1                  /* runs in a row where a snapshot is lost */
#endif
#ifndef PEOPLE
#define PEOPLE 0                /* 1: a verdict may need waivers, and people work after the commit */
#endif
#ifndef MORE_CUTS
#define MORE_CUTS 0             /* 1: a cut is asked for while held, or after the commit */
#endif
#ifndef FAULTS
#define FAULTS 0                /* 1: a row of the target may vanish, by nobody's fault here */
#endif
#ifndef BACK
#define BACK 1                  /* 1: a person may ask for the rollback */
#endif
#ifndef WHO
#define WHO 31                  /* bits of the services that may crash, see CRASH_* */
#endif
#ifndef OUTBOX
#define OUTBOX 0                /* 1: the loader's receipts leave its database in a step of their own */
#endif
#ifndef EAGER_T
#define EAGER_T 0               /* 1: the transformer never lags; for scenarios that look elsewhere */
#endif
#ifndef EAGER_X
#define EAGER_X 0               /* 1: nor does the delivery to the source */
#endif
#ifndef EAGER_L
#define EAGER_L 0               /* 1: nor does the loader, where it may load */
#endif
#ifndef TAIL
#define TAIL 1                  /* 0: the source pack has no tail */
#endif

#ifndef HOLDS
#define HOLDS 0                 /* how often a stage fails in a way that holds the run: extract, load or enable */
#endif
#ifndef STAGES
#define STAGES 7                /* bits of the stages that may: FAILS_COPY, FAILS_LOAD, FAILS_ENABLE */
#endif
#ifndef REPLAYS
#define REPLAYS 0               /* how often a person orders a replay of the loader */
#endif
#ifndef NARROW
#define NARROW 0                /* bits of rows that the target refuses until a person widens its column */
#endif
#ifndef CANCELS
#define CANCELS 0               /* how often a person cancels a replay */
#endif
#ifndef PURGE_FAILS
#define PURGE_FAILS 0           /* how often the purge fails: before the fence, behind it, or done */
#endif

#define LEN 9                   /* longest partition */
#define CUTS (3 * RUNS + 1 + REPLAYS)      /* most cuts of live engagement */

/* Each assertion has the number of what it stands for; ONLY looks at one alone.
   1 to 6: as README.md counts them. 7: no event makes a verdict differ. */
#ifndef ONLY
#define ONLY 0
#endif
#define CHECK(number, what) assert((ONLY != 0 && ONLY != (number)) || (what))

/* ---- words ------------------------------------------------------------------------------- */
/* An entry of the live topic: an event 1..3 from the topic, the same + TAILED from the tail, or a
   marker + number of the cut in the order of all cuts. Row 0 is in the source from the start. */
#define TAILED 4
#define MARKER 16
#define EVENT(e) ((e) & 3)
#define ROW(e) (1 << (e))
#define UNKNOWN_MESSAGE 3

/* The receipts of an entry, by transformer and loader. */
#define NOTHING 0
#define OUTSIDE 1               /* in no window: the source's */
#define INSIDE 2                /* in the window of a run; the loader has not had it */
#define LOADED 3
#define DUPLICATE 4
#define QUARANTINED 5
#define SKIPPED 6               /* the loader may not write for its run any more */

/* Kinds of cuts of live engagement. */
#define OPENS 0
#define PLAIN 1
#define CLOSES 2

/* Fence of a run in the target's database. */
#define OPEN 0
#define CLOSED 1
#define ENABLED 2

/* Tasks, and in the same bits their reports. */
#define FREEZE 1
#define PLAN 2
#define COPY0 4
#define COPY1 8
#define RETURN 16
#define THAW 32
#define LOST 64                 /* report: the snapshot is lost */
#define CUT_OPEN 1
#define CUT_PLAIN 2
#define CUT_CLOSE 4
#define PURGE 1
#define ENABLE 2
#define NOT_ENABLED 4           /* report: the enabling failed; whether it was done nobody knows */
#define NOT_PURGED 8            /* report: the purge failed, wherever it had come to */
#define NOT_COPIED 128          /* report of the extractor: a chunk failed */

/* Bits of STAGES. */
#define FAILS_COPY 1
#define FAILS_LOAD 2
#define FAILS_ENABLE 4

/* States of the migration. */
#define REQUESTED 0
#define FREEZING 1
#define OPENING 2
#define PLANNING 3
#define COPYING 4
#define CUTTING 5
#define RECONCILING 6
#define HELD 7
#define COMMITTING 8
#define COMMITTED 9
#define PURGING 10
#define CLOSING 11
#define RETURNING 12
#define THAWING 13
#define ROLLED_BACK 14

/* Bits of WHO. */
#define CRASH_EXTRACTOR 1
#define CRASH_TRANSFORMER 2
#define CRASH_LOADER 4
#define CRASH_VALIDATOR 8
#define CRASH_ORCHESTRATOR 16

/* ---- durable: the source --------------------------------------------------------------- */
bool oldOn = true;
byte own = 1;                   /* rows that it wrote itself */
byte given;                     /* rows that were delivered to it, or returned */
byte backByReturn;              /* ghost: rows that the return inserted */

/* ---- durable: the target's database ---------------------------------------------------- */
bool newOn;
byte fence[RUNS];
byte rows;                      /* engagement */
bool mail;                      /* contacts and emails are loaded */
byte liveRows;                  /* digest of rows that live events loaded (live_digest) */
byte loaded[P], twice[P], refused[P];      /* live_total */
byte snapLoaded, snapTwice;     /* bits of rows of the snapshot: loaded, already there */
byte lpos[P];                   /* the loader's offset */

/* ---- durable: Kafka ------------------------------------------------------------------------ */
byte live[P * LEN], size[P];
byte said[P * LEN];
byte tpos[P];                   /* the transformer's offset */
byte dpos[P];                   /* the offset of the delivery to the source */
byte tailed;                    /* position of the tail */
bool tailOn;
byte tIn[P];                    /* the transformer's receipts of live events */
byte atT[P];                    /* their sum at the latest marker */
byte atL[P];                    /* sum of the loader's receipts at the latest marker */
byte sent[P];                   /* markers up to which the loader's receipts are in Kafka */
byte passed[P];                 /* markers up to which the loader has come, with its outbox */
bool snapSent[P];
byte snap;                      /* rows of the snapshot */
byte copied[P];                 /* the snapshot's rows of a partition: 1 transformed, 2 loaded */
bool mailCopied;

byte nCuts;                     /* cuts of live engagement that are written, with their reports */
byte kind[CUTS], at[CUTS * P], ofRun[CUTS];
byte heard;                     /* reports of cuts that the orchestrator has taken */
byte told;                      /* bits of cuts that have their CutWritten event */

byte taskX, reportX, taskCut, taskL, reportL;
byte taskV = 255;               /* number of the cut that the validator has to judge */
bool taskCommitted;
byte reportV;                   /* 1 reconciled, 2 differs */

/* ---- durable: the orchestrator (its events; the state is their fold) ------------------------ */
byte state, current;
byte freeze, window;            /* 0 never asked, 1 asked, 2 answered */
bool again;                     /* on the rollback because the snapshot was lost */
bool closeAsked;
bool askedAfter;                /* a cut was asked for while held or after the commit */
byte verdictAt = 255, awaited = 255;
bool alarmed, waived;
byte retReceived, retReturned, retKept, retTwice, retRefused;   /* report of the return */
bool classified;                /* the return's figures are durable, before its first insert */

#if HOLDS
bool onHold;                    /* RunHeld without RunResumed: nothing is dispatched, reports are folded */
byte resumes;
bool cutAsked;                  /* the cut that the copy ends with was dispatched */
byte failL;                     /* report of the loader: its load failed at resumes + 1 */
#endif
#if REPLAYS
byte narrow = NARROW;           /* rows that the target refuses now */
byte snapRefused;               /* rows of the snapshot in the quarantine */
byte replay;                    /* 0 none, 1 under way, 2 cancelled: its report is awaited */
bool taskR;                     /* ReplayRecords */
byte reportR;                   /* its report: released + 1 */
byte rpos;                      /* the replay's progress, in the target's database: 0 the snapshot, i + 1 entry i */
byte relNow;                    /* released by this replay, in the same transaction */
byte relSent;                   /* released by receipts in Kafka, all replays */
byte relSum;                    /* released by the orchestrator's events, all replays */
byte relAsked;                  /* the same in the request for a verdict */
bool foundRefused;              /* the verdict that is on its way counted quarantine */
#endif
#if PURGE_FAILS
bool purgeHeld;                 /* the purge was reported as failed; a person repeats it */
#endif

/* ---- memory -------------------------------------------------------------------------------- */
#if HOLDS
byte parkedAt;                  /* the loader waits until resumes is more than this - 1; 0 where it does not */
bool reportedOnce;              /* flaw FAILURE_ONCE_A_RUN */
#endif
#if REPLAYS
byte relMem;                    /* flaw RELEASED_FROM_MEMORY: counted by the process */
byte relMid;                    /* flaw RELEASE_APART: the entry + 1 whose row is written and not released */
#endif
byte doneX, doneL;              /* acts that are done and not yet reported */
bool snapHeld;                  /* connection that exports the snapshot */
byte viewT, viewX;              /* events of cuts that transformer and delivery have read */
byte needT, needX;              /* events that were there when they started */
byte retAt;                     /* how far the return has come */
byte seen;                      /* events that the return has met */
byte half;                      /* flaw TWO_SNAPSHOTS: rows were read, totals not yet */
byte halfRows;
bool pending[P];                /* flaw NO_OUTBOX: receipts wait in memory only */
byte known;                     /* flaw FORGETS: events that the loader has met */

/* ---- the world ----------------------------------------------------------------------------- */
byte toSend1 = SENT1, toSend2 = SENT2, toSend3 = SENT3;
byte toWrite = OWN;
byte crashes = CRASHES;
#if FAILS
byte fails = FAILS;
#endif
#if HOLDS
byte holds = HOLDS;
#endif
#if REPLAYS
byte replays = REPLAYS, cancels = CANCELS;
#endif
#if PURGE_FAILS
byte purgeFails = PURGE_FAILS;
#endif
byte lostRow;                   /* 1: a row vanished, 2: and a replay wrote it again */
bool edited;

/* Scratch within one step; no part of a state. */
hidden byte w, k, x, y, r, i, n, e, ok;

#ifdef REBUILD
#define EVENTS_MAX 40
#if HOLDS
#define HOLD_STATE (onHold + 2 * cutAsked + 4 * resumes)
#else
#define HOLD_STATE 0
#endif
#if REPLAYS
#define REPLAY_STATE (replay + 4 * relSum)
#else
#define REPLAY_STATE 0
#endif
#if PURGE_FAILS
#define PURGE_STATE purgeHeld
#else
#define PURGE_STATE 0
#endif
byte log[EVENTS_MAX], logged;
#endif

/* ---- helpers ------------------------------------------------------------------------------- */
#define E(p, i) live[(p) * LEN + (i)]
#define S(p, i) said[(p) * LEN + (i)]
#define IS_MARKER(x) ((x) >= MARKER)
#define NEXT(p, pos) E(p, pos[p])
#define HELD_BY_OLD(e) (((own | given) & ROW(e)) != 0)
#define COUNT4(m) (((m) & 1) + (((m) >> 1) & 1) + (((m) >> 2) & 1) + (((m) >> 3) & 1))
#define PARTITION(e) ((e) & 1)

/* The window that an entry is in, as far as the first "view" events tell: w = run + 1, or 0. */
inline find(p, i, view) {
  w = 0;
  k = 0;
  do
  :: k < nCuts && k < view ->
     if
     :: (told & (1 << k)) && at[k * P + p] < i && kind[k] == OPENS -> w = ofRun[k] + 1
     :: (told & (1 << k)) && at[k * P + p] < i && kind[k] == CLOSES -> w = 0
     :: else
     fi;
     k++
  :: else -> break
  od;
  k = 0
}

inline append(p, x) {
  assert(size[p] < LEN);
  E(p, size[p]) = x;
  size[p]++
}

/* One Kafka transaction: a marker in every partition, the report, the task's offset. */
inline writeCut(what, task) {
  kind[nCuts] = what;
  ofRun[nCuts] = current;
  at[nCuts * P] = size[0];
  at[nCuts * P + 1] = size[1];
  append(0, MARKER + nCuts);
  append(1, MARKER + nCuts);
  nCuts++;
  taskCut = taskCut & ~task
}

/* An entry between the run's two cuts: they are the last opening and the last closing one. */
#define FIRST(x) (EVENT(x) != UNKNOWN_MESSAGE && !(seen & ROW(EVENT(x))))
#define PART(i) ((i) / LEN)
#define OFFSET(i) ((i) % LEN)
#define IN_RETURN(i) (OFFSET(i) > at[lastOpen * P + PART(i)] && OFFSET(i) < at[lastClose * P + PART(i)])
byte lastOpen, lastClose;       /* offsets in the ReturnLive task */

/* ---- what the services do in one step ---------------------------------------------------------- */
/* A process reads the events of cuts when it has to: at a marker that it does not know yet, and,
   before anything else, up to what was there when it started. To have read more changes nothing. */
#ifdef NO_CATCH_UP
#define catchUp(view, need) skip
#else
#define catchUp(view, need) view = (view < need -> need : view)
#endif
#ifdef OFFSETS_APART
bool mid[P];                    /* flaw: rows are committed, the offset is not yet */
#define FREE(p) (!mid[p])
#else
#define FREE(p) true
#endif

/* Whoever passes a marker first reads the event that tells of it. */
#ifdef NOT_AWAITED
#define readOn(view) skip
#define MAY_DELIVER(p) true
#define MAY_PASS(p) true
#else
#define readOn(view) view = (view > x - MARKER -> view : x - MARKER + 1)
#define MAY_DELIVER(p) (!IS_MARKER(NEXT(p, dpos)) || (told & (1 << (NEXT(p, dpos) - MARKER))))
#define MAY_PASS(p) (!IS_MARKER(NEXT(p, tpos)) || (told & (1 << (NEXT(p, tpos) - MARKER))))
#endif

/* The insert is idempotent by event id; the offset follows in a step of its own. */
inline deliver(p) {
  x = NEXT(p, dpos);
  catchUp(viewX, needX);
  if
  :: IS_MARKER(x) -> readOn(viewX); dpos[p]++
  :: !IS_MARKER(x) && ((x & TAILED) || EVENT(x) == UNKNOWN_MESSAGE) -> dpos[p]++
  :: else ->
     find(p, dpos[p], viewX);
     if
     :: w == 0 && !HELD_BY_OLD(EVENT(x)) -> given = given | ROW(EVENT(x))
     :: else -> dpos[p]++
     fi
  fi;
  x = 0; w = 0
}

inline transform(p) {
  x = NEXT(p, tpos);
  catchUp(viewT, needT);
  if
  :: IS_MARKER(x) ->
     readOn(viewT);
     if
     :: kind[x - MARKER] == OPENS -> tIn[p] = 0
     :: kind[x - MARKER] == PLAIN -> atT[p] = tIn[p]
     :: else
     fi
  :: else ->
     find(p, tpos[p], viewT);
     if
     :: w == 0 -> S(p, tpos[p]) = OUTSIDE
     :: else -> S(p, tpos[p]) = INSIDE | ((w - 1) << 4); tIn[p]++
     fi
  fi;
  tpos[p]++;
  x = 0; w = 0
}

/* Receipts are durable with the rows and sent after; or, where a scenario looks elsewhere, at once. */
#if OUTBOX
#define outbox(p) pending[p] = true
#if REPLAYS
#define sendReleases() relSent = relKept
byte relKept;                   /* released by receipts in the outbox, all replays */
#else
#define sendReleases() skip
#endif
#else
#define outbox(p) sent[p] = passed[p]; snapSent[p] = (copied[p] == 2)
#endif

#define SAID(p, i) (S(p, i) & 15)
#define RUN_OF(p, i) (S(p, i) >> 4)
#define MAY_LOAD(p) (FREE(p) && (SAID(p, lpos[p]) != INSIDE || fence[RUN_OF(p, lpos[p])] == CLOSED || mail))

#ifdef FORGETS
#define IS_THERE(e) (known & ROW(e))
#else
#define IS_THERE(e) (rows & ROW(e))
#endif

/* A row that the target refuses goes to the quarantine, with the batch; the loader keeps a note of it. */
#if REPLAYS
#define REFUSED(e) ((narrow & ROW(e)) != 0)
#define QUARANTINED_ROWS snapRefused
#define refuseOfSnapshot(e) snapRefused = snapRefused | ROW(e)
#else
#define REFUSED(e) false
#define QUARANTINED_ROWS 0
#define refuseOfSnapshot(e) skip
#endif

inline load(p) {
  x = NEXT(p, lpos);
  r = RUN_OF(p, lpos[p]);
  if
  :: IS_MARKER(x) ->
     if
     :: kind[x - MARKER] == PLAIN && fence[ofRun[x - MARKER]] != CLOSED ->
        atL[p] = loaded[p] + twice[p] + refused[p];
        passed[p] = x - MARKER + 1;
        outbox(p)
     :: else
     fi;
     lpos[p]++
  :: !IS_MARKER(x) && SAID(p, lpos[p]) == OUTSIDE -> lpos[p]++
  :: !IS_MARKER(x) && SAID(p, lpos[p]) != OUTSIDE && fence[r] == CLOSED -> S(p, lpos[p]) = SKIPPED; lpos[p]++
  :: else ->
     if
     :: EVENT(x) == UNKNOWN_MESSAGE || (REFUSED(EVENT(x)) && !IS_THERE(EVENT(x))) -> S(p, lpos[p]) = QUARANTINED | (r << 4); refused[p]++
     :: EVENT(x) != UNKNOWN_MESSAGE && IS_THERE(EVENT(x)) -> S(p, lpos[p]) = DUPLICATE | (r << 4); twice[p]++
     :: else ->
        S(p, lpos[p]) = LOADED | (r << 4);
        loaded[p]++;
        rows = rows | ROW(EVENT(x));
        liveRows = liveRows | ROW(EVENT(x));
#ifdef FORGETS
        known = known | ROW(EVENT(x))
#endif
     fi;
#ifdef OFFSETS_APART
     mid[p] = true
#else
     lpos[p]++
#endif
  fi;
  x = 0; r = 0
}

/* Rows of the snapshot in a partition, with the cut behind them. */
inline loadSnapshot(p) {
  i = 0;
  do
  :: i < 3 ->
     if
     :: (snap & ROW(i)) && PARTITION(i) == p ->
        if
        :: IS_THERE(i) -> snapTwice = snapTwice | ROW(i)
        :: !IS_THERE(i) && REFUSED(i) -> refuseOfSnapshot(i)
        :: else ->
           rows = rows | ROW(i);
           snapLoaded = snapLoaded | ROW(i);
#ifdef FORGETS
           known = known | ROW(i)
#endif
        fi
     :: else
     fi;
     i++
  :: else -> break
  od;
  i = 0;
  copied[p] = 2;
  outbox(p)
}

#if REPLAYS
/* ---- the replay: a batch is one transaction with the fence, the rows, the notes of the quarantine, the
   counts of the release and the replay's progress. Here a batch is one released or rewritten row: what
   there is nothing to do about is passed over on the way. An entry that the loader has not come to is its. */
#define AT (rpos - 1)
#define CAME_TO(i) (OFFSET(i) < lpos[PART(i)])
#define RELEASES(i) ((said[i] & 15) == QUARANTINED && (said[i] >> 4) == current && CAME_TO(i) \
    && EVENT(live[i]) != UNKNOWN_MESSAGE && !REFUSED(EVENT(live[i])))
#define IS_GONE(i) ((said[i] & 15) == LOADED && (said[i] >> 4) == current && CAME_TO(i) && !(rows & ROW(EVENT(live[i]))))
#ifdef REPLAY_OVERTAKES
#define IS_AHEAD(i) ((said[i] & 15) == INSIDE && !REFUSED(EVENT(live[i])) && !(rows & ROW(EVENT(live[i]))))
#else
#define IS_AHEAD(i) false
#endif
#define HAS_WORK(i) (RELEASES(i) || IS_GONE(i) || IS_AHEAD(i))

#define HAS_TO_REPLAY (snapRefused != 0 || refused[0] + refused[1] != 0 || lostRow == 1)

#if OUTBOX
#define releaseReceipts(p, n) pending[p] = true; relKept = relKept + n
#else
#define releaseReceipts(p, n) relSent = relSent + n
#endif

/* Rows of the snapshot; contacts and emails come before engagement. */
inline replaySnapshot() {
  n = 0;
  i = 0;
  do
  :: i < 3 ->
     if
     :: (snapRefused & ROW(i)) && !REFUSED(i) ->
        if
        :: rows & ROW(i) -> snapTwice = snapTwice | ROW(i)
        :: else -> rows = rows | ROW(i); snapLoaded = snapLoaded | ROW(i)
        fi;
        snapRefused = snapRefused & ~ROW(i);
        n++
     :: (snapLoaded & ROW(i)) && !(rows & ROW(i)) -> rows = rows | ROW(i); lostRow = 2
     :: else
     fi;
     i++
  :: else -> break
  od;
  relNow = relNow + n;
  relMem = relMem + n;
  releaseReceipts(0, n);
  rpos = 1;
  i = 0; n = 0
}

inline release(i) {
  if
#ifdef RELEASE_APART
  :: relMid == i + 1 && (liveRows & ROW(EVENT(live[i]))) ->
     said[i] = LOADED | (current << 4); loaded[PART(i)]++; relMid = 0
#endif
  :: (rows & ROW(EVENT(live[i]))) && relMid == 0 -> said[i] = DUPLICATE | (current << 4); twice[PART(i)]++
  :: else ->
     said[i] = LOADED | (current << 4);
     loaded[PART(i)]++;
     rows = rows | ROW(EVENT(live[i]));
     liveRows = liveRows | ROW(EVENT(live[i]))
  fi;
  refused[PART(i)]--;
  relNow++;
  relMem++;
  releaseReceipts(PART(i), 1)
}

inline replayNext() {
  do
  :: rpos <= P * LEN && !HAS_WORK(AT) -> rpos++
  :: else -> break
  od;
  if
  :: rpos <= P * LEN && RELEASES(AT) ->
#ifdef RELEASE_APART
     if
     :: relMid == 0 && !(rows & ROW(EVENT(live[AT]))) ->
        rows = rows | ROW(EVENT(live[AT]));
        liveRows = liveRows | ROW(EVENT(live[AT]));
        relMid = rpos
     :: else -> k = AT; release(k); k = 0; rpos++
     fi
#else
     k = AT; release(k); k = 0; rpos++
#endif
  :: rpos <= P * LEN && !RELEASES(AT) && (IS_GONE(AT) || IS_AHEAD(AT)) -> rows = rows | ROW(EVENT(live[AT])); rpos++
  :: else
  fi
}

#ifdef RELEASED_FROM_MEMORY
#define RELEASED relMem
#else
#define RELEASED relNow
#endif
#ifdef REPLAY_NO_FENCE
#define MAY_REPLAY true
#else
#define MAY_REPLAY (fence[current] != CLOSED)
#endif
#endif

/* The verdict: receipts at the cut, and rows against running totals at one moment. */
inline judge(found) {
#ifdef SUMS_NOT_FROZEN
  ok = (tIn[0] == loaded[0] + twice[0] + refused[0] && tIn[1] == loaded[1] + twice[1] + refused[1]);
#else
  ok = (atT[0] == atL[0] && atT[1] == atL[1]);
#endif
  ok = ok && (taskCommitted || (COUNT4(snap) == COUNT4(snapLoaded) + COUNT4(snapTwice) + COUNT4(QUARANTINED_ROWS) && !edited));
  ok = ok && found == (snapLoaded | liveRows) && (snapLoaded & liveRows) == 0;
  ok = ok && loaded[0] + loaded[1] == COUNT4(liveRows);
#if REPLAYS
  foundRefused = (refused[0] + refused[1] + COUNT4(snapRefused) != 0);
#endif
  CHECK(7, ok || FAULTS);       /* no event, whenever it comes, makes a verdict differ */
  reportV = (ok -> 1 : 2);
  taskV = 255;
  ok = false
}

/* ---- the orchestrator's events, and its state as their fold --------------------------------------- */
#define EV_STARTED 1
#define EV_FROZEN 2
#define EV_CUT 3
#define EV_CUT_IGNORED 4
#define EV_PLANNED 5
#define EV_COPIED 6
#define EV_RECONCILED 7
#define EV_HELD 8
#define EV_WAIVED 9
#define EV_TAKE_CUT 10
#define EV_COMMITTING 11
#define EV_COMMITTED 12
#define EV_ALARM 13
#define EV_ROLLBACK 14
#define EV_ABANDONED 15
#define EV_PURGED 16
#define EV_CLOSING 17
#define EV_RETURNED 18
#define EV_THAWED 19
#define EV_STARTED_AGAIN 20
#define EV_RUN_HELD 21
#define EV_RESUMED 22
#define EV_DIFFERS 23
#define EV_REPLAY 24
#define EV_CANCELLED 25
#define EV_PURGE_FAILED 26
#define EV_PURGE_AGAIN 27
#define EV_REPLAYED 32          /* + released */
#define CUT_UNDER_WAY (askedAfter && !askedDone)
bool askedDone;

/* A service that sees that the run is over skips its tasks of copying and judging. */
inline over() {
  taskV = 255; reportV = 0; half = 0; halfRows = 0;
  taskX = taskX & ~(PLAN | COPY0 | COPY1);
  doneX = doneX & ~PLAN;
  reportX = reportX & ~(PLAN | COPY0 | COPY1 | LOST);
  snapHeld = false;
#if REPLAYS
  foundRefused = false;
  reportR = 0;
#endif
#if HOLDS
  failL = 0;
#endif
  skip
}

#if HOLDS
#define noHold() onHold = false
#define NOT_HELD !onHold
#define DISPATCHED_CUT cutAsked = !onHold
#else
#define noHold() skip
#define NOT_HELD true
#define DISPATCHED_CUT skip
#endif
#if REPLAYS
#define noReplay() replay = 0
#define REPLAYING (replay != 0)
#else
#define noReplay() skip
#define REPLAYING false
#endif

inline evolve(ev) {
  if
  :: ev == EV_STARTED -> state = FREEZING; freeze = 1
  :: ev == EV_FROZEN ->
     freeze = 2;
     if
#ifdef WINDOW_AFTER_SNAPSHOT
     :: state == FREEZING -> state = PLANNING
#else
     :: state == FREEZING -> state = OPENING; window = 1
#endif
     :: else
     fi
  :: ev == EV_CUT ->
     told = told | (1 << heard);
     if
     :: kind[heard] == OPENS -> window = 2; lastOpen = heard
     :: else
     fi;
     if
#ifdef WINDOW_AFTER_SNAPSHOT
     :: kind[heard] == OPENS && state == OPENING -> state = COPYING
#else
     :: kind[heard] == OPENS && state == OPENING -> state = PLANNING
#endif
     :: kind[heard] == PLAIN && state == CUTTING -> state = RECONCILING; awaited = heard
     :: kind[heard] == PLAIN && (state == HELD || state == COMMITTED || state == COMMITTING) -> awaited = heard; askedDone = true
     :: kind[heard] == CLOSES && state == CLOSING -> state = RETURNING
     :: else
     fi;
     heard++
  :: ev == EV_CUT_IGNORED -> heard++
#ifdef WINDOW_AFTER_SNAPSHOT
  :: ev == EV_PLANNED -> state = OPENING; window = 1
#else
  :: ev == EV_PLANNED -> state = COPYING
#endif
  :: ev == EV_COPIED -> state = CUTTING; DISPATCHED_CUT
  :: ev == EV_RECONCILED -> verdictAt = awaited; awaited = 255
  :: ev == EV_HELD -> state = HELD
  :: ev == EV_WAIVED -> waived = true
  :: ev == EV_TAKE_CUT -> askedAfter = true
  :: ev == EV_COMMITTING -> state = COMMITTING
  :: ev == EV_COMMITTED -> state = COMMITTED
  :: ev == EV_ALARM -> alarmed = true; awaited = 255
  :: ev == EV_ROLLBACK -> state = PURGING; awaited = 255; noHold(); noReplay()
#if HOLDS
  :: ev == EV_RUN_HELD -> onHold = true
  :: ev == EV_RESUMED -> onHold = false; resumes++;
     if
     :: state == CUTTING -> cutAsked = true
     :: else
     fi
#endif
#if REPLAYS
  :: ev == EV_DIFFERS -> state = HELD; awaited = 255
  :: ev == EV_REPLAY -> replay = 1
  :: ev == EV_CANCELLED -> replay = 2
  :: ev >= EV_REPLAYED -> relSum = relSum + ev - EV_REPLAYED; replay = 0; askedAfter = true; askedDone = false
#endif
#if PURGE_FAILS
  :: ev == EV_PURGE_FAILED -> purgeHeld = true
  :: ev == EV_PURGE_AGAIN -> purgeHeld = false
#endif
  :: ev == EV_ABANDONED -> state = PURGING; again = true
  :: ev == EV_PURGED -> state = CLOSING
  :: ev == EV_CLOSING -> closeAsked = true
  :: ev == EV_RETURNED -> state = THAWING
  :: ev == EV_THAWED -> state = ROLLED_BACK
  :: ev == EV_STARTED_AGAIN -> current++; state = OPENING; window = 1; closeAsked = false; again = false
  fi
}

#ifdef REBUILD
inline event(ev) {
  evolve(ev);
  log[logged] = ev;
  logged++
}

/* 5: the state that the events tell is the state that was running. */
hidden byte was[15];
inline rebuild() {
  was[0] = state; was[1] = freeze; was[2] = window; was[3] = again; was[4] = closeAsked;
  was[5] = askedAfter; was[6] = verdictAt; was[7] = awaited; was[8] = current; was[9] = told;
  was[10] = heard; was[11] = alarmed + 2 * waived + 4 * askedDone;
  was[12] = HOLD_STATE; was[13] = REPLAY_STATE; was[14] = PURGE_STATE;
  state = 0; freeze = 0; window = 0; again = false; closeAsked = false; askedAfter = false;
  verdictAt = 255; awaited = 255; current = 0; told = 0; heard = 0; alarmed = false; waived = false;
  askedDone = false; lastOpen = 0;
#if HOLDS
  onHold = false; resumes = 0; cutAsked = false;
#endif
#if REPLAYS
  replay = 0; relSum = 0;
#endif
#if PURGE_FAILS
  purgeHeld = false;
#endif
  x = 0;
  do
  :: x < logged -> y = log[x]; evolve(y); x++
  :: else -> break
  od;
  x = 0; y = 0;
  CHECK(5, was[0] == state && was[1] == freeze && was[2] == window && was[3] == again && was[4] == closeAsked);
  CHECK(5, was[5] == askedAfter && was[6] == verdictAt && was[7] == awaited && was[8] == current);
  CHECK(5, was[9] == told && was[10] == heard && was[11] == alarmed + 2 * waived + 4 * askedDone);
  CHECK(5, was[12] == HOLD_STATE && was[13] == REPLAY_STATE && was[14] == PURGE_STATE);
  x = 0;
  do
  :: x < 15 -> was[x] = 0; x++
  :: else -> break
  od;
  x = 0
}
#else
inline event(ev) {
  evolve(ev)
}
#endif

#ifdef HOLD_UNRECORDED
#define hold() onHold = true
#else
#define hold() event(EV_RUN_HELD)
#endif

#ifdef UNRECORDED
#define askToClose() closeAsked = true
#else
#define askToClose() event(EV_CLOSING)
#endif

/* ---- what must hold at the end ------------------------------------------------------------------- */
/* 3: a row for each event that anybody told of, loaded exactly once, from the snapshot or live. */
inline judgeCommitted() {
  CHECK(1, newOn && !oldOn);
  e = 0;
  do
  :: e < 3 ->
     n = ((snapLoaded & ROW(e)) -> 1 : 0);
     i = 0;
     do
     :: i < P * LEN ->
        if
        :: live[i] != 0 && live[i] < MARKER && EVENT(live[i]) == e ->
           CHECK(3, said[i] == OUTSIDE || (said[i] & 15) == LOADED || (said[i] & 15) == DUPLICATE || (said[i] & 15) == SKIPPED || (NARROW && (said[i] & 15) == QUARANTINED));
           CHECK(3, (said[i] & 15) != SKIPPED || (said[i] >> 4) < current);
           CHECK(3, (rows & ROW(e)) || (NARROW && (said[i] & 15) == QUARANTINED));
           if
           :: (said[i] & 15) == LOADED && (said[i] >> 4) == current -> n++
           :: else
           fi
        :: else
        fi;
        i++
     :: else -> break
     od;
     CHECK(3, !HELD_BY_OLD(e) || (rows & ROW(e)));
     CHECK(3, n == ((rows & ROW(e)) -> 1 : 0));
#if REPLAYS
     CHECK(3, relSent == relSum);            /* what left the quarantine is booked once, by both */
#endif
     e++
  :: else -> break
  od;
  i = 0; n = 0; e = 0
}

/* 6: the target holds no row, the source is enabled and holds every event; 3: each of the
   window is in exactly one figure of the report, and the figures are true. */
inline judgeRolledBack(all) {
  CHECK(6, oldOn && !newOn && rows == 0);
  CHECK(3, retReceived == retReturned + retKept + retTwice + retRefused);
  CHECK(3, retReturned >= COUNT4(backByReturn));
  i = 0;
  do
  :: i < P * LEN ->
     if
     :: live[i] != 0 && live[i] < MARKER && EVENT(live[i]) != UNKNOWN_MESSAGE ->
        CHECK(6, HELD_BY_OLD(EVENT(live[i])) || !(all || (window == 2 && IN_RETURN(i))))
     :: else
     fi;
     i++
  :: else -> break
  od;
  i = 0
}

/* ---- who waits for whom in scenarios that look elsewhere --------------------------------------------- */
#define T_CAN ((tpos[0] < size[0] && MAY_PASS(0)) || (tpos[1] < size[1] && MAY_PASS(1)))
#define X_CAN ((dpos[0] < size[0] && MAY_DELIVER(0)) || (dpos[1] < size[1] && MAY_DELIVER(1)))
#define L_CAN ((lpos[0] < tpos[0] && MAY_LOAD(0)) || (lpos[1] < tpos[1] && MAY_LOAD(1)))
#define T_DONE (!EAGER_T || !T_CAN)
#define X_DONE (T_DONE && (!EAGER_X || !X_CAN))
#define L_DONE (X_DONE && (!EAGER_L || !L_CAN))

/* ---- the world: events come, whenever they like ----------------------------------------------- */
active proctype World() provided (L_DONE) {
endWorld:
  do
  /* a repeat comes by the other partition */
  :: d_step { toSend1 > 0 && toSend1 != 1 -> append(0, 1); toSend1-- }
  :: d_step { toSend1 == 1 -> append(1, 1); toSend1-- }
  :: d_step { toSend2 > 0 -> append(1, 2); toSend2-- }
  :: d_step { toSend3 > 0 -> append(1, 3); toSend3-- }
  /* Tracking of the source writes, frozen or not. Without a tail, what it writes after the
     snapshot cannot be moved, and the pack says so: here it then writes before. */
  :: d_step { (toWrite & ROW(1)) && (TAIL || state < PLANNING) -> own = own | ROW(1); toWrite = toWrite & ~ROW(1) }
  :: d_step { (toWrite & ROW(2)) && (TAIL || state < PLANNING) -> own = own | ROW(2); toWrite = toWrite & ~ROW(2) }
#if FAULTS
  :: d_step { lostRow == 0 && (rows & 1) && verdictAt == 255 && reportV == 0 && fence[current] == OPEN -> rows = rows & ~1; lostRow = 1 }
#endif
#if NARROW
  /* a person widens the column */
  :: d_step { narrow != 0 && state >= HELD -> narrow = 0 }
#endif
#if PEOPLE
  :: d_step { newOn && !edited -> edited = true }
#endif
  od
}

/* ---- the extractor: tasks ----------------------------------------------------------------- */
#ifdef NO_BARRIER
#define DELIVERED (1)
#else
#define DELIVERED (dpos[0] > at[(nCuts - 1) * P] && dpos[1] > at[(nCuts - 1) * P + 1])
#endif

#ifdef TAIL_LATE
#define TAIL_READY (1)
#else
#define TAIL_READY (tailOn || TAIL == 0)
#endif

active proctype Extractor() provided (L_DONE) {
endExtractor:
  do
  /* an act in the source's database, then its report: a crash between does the act again */
  :: d_step { (taskX & FREEZE) && !(doneX & FREEZE) -> oldOn = false; doneX = doneX | FREEZE }
  :: d_step { (taskX & FREEZE) && (doneX & FREEZE) ->
       reportX = reportX | FREEZE; taskX = taskX & ~FREEZE; doneX = doneX & ~FREEZE }
  :: d_step { (taskX & THAW) && !(doneX & THAW) -> oldOn = true; doneX = doneX | THAW;
       CHECK(1, !(oldOn && newOn)) }
  :: d_step { (taskX & THAW) && (doneX & THAW) ->
       reportX = reportX | THAW; taskX = taskX & ~THAW; doneX = doneX & ~THAW }

  :: d_step { (taskCut & CUT_OPEN) -> writeCut(OPENS, CUT_OPEN) }
  :: d_step { (taskCut & CUT_PLAIN) -> writeCut(PLAIN, CUT_PLAIN) }
  :: d_step { (taskCut & CUT_CLOSE) -> writeCut(CLOSES, CUT_CLOSE) }

  /* Planning takes the snapshot, once what came before the window is in the source. The tail
     begins before it. */
#ifndef TAIL_LATE
  :: d_step { (taskX & PLAN) && TAIL && !tailOn -> tailOn = true; tailed = own | given }
#endif
  :: d_step { (taskX & PLAN) && !(doneX & PLAN) && DELIVERED && TAIL_READY -> snap = own | given; snapHeld = true; doneX = doneX | PLAN }
  :: d_step { (taskX & PLAN) && (doneX & PLAN) ->
       reportX = reportX | PLAN; taskX = taskX & ~PLAN; doneX = doneX & ~PLAN }
#ifdef TAIL_LATE
  :: d_step { state > PLANNING && TAIL && !tailOn -> tailOn = true; tailed = own | given }
#endif

  /* a chunk is one Kafka transaction; the snapshot is gone with the process that held it */
  :: d_step { (taskX & COPY0) && snapHeld ->
       copied[0] = 1; mailCopied = true; reportX = reportX | COPY0; taskX = taskX & ~COPY0 }
  :: d_step { (taskX & COPY1) && snapHeld ->
       copied[1] = 1; reportX = reportX | COPY1; taskX = taskX & ~COPY1 }
#if HOLDS && (STAGES & FAILS_COPY)
  :: d_step { (taskX & COPY0) && snapHeld && holds > 0 ->
       holds--; reportX = reportX | NOT_COPIED; taskX = taskX & ~COPY0 }
#endif
  :: d_step { (taskX & (COPY0 | COPY1)) && !snapHeld ->
       reportX = reportX | LOST; taskX = taskX & ~(COPY0 | COPY1) }

  /* The return: first every event of the window is looked at and the figures are kept, then what
     the source lacks is inserted, by event id. */
#ifdef RETURN_COUNTS_AS_IT_GOES
  :: d_step { (taskX & RETURN) && retAt < size[0] + size[1] ->
       if
       :: retAt < size[0] -> i = retAt
       :: else -> i = LEN + retAt - size[0]
       fi;
       if
       :: live[i] < MARKER && IN_RETURN(i) ->
          retReceived++;
          if
          :: EVENT(live[i]) == UNKNOWN_MESSAGE -> retRefused++
          :: EVENT(live[i]) != UNKNOWN_MESSAGE && (seen & ROW(EVENT(live[i]))) -> retTwice++
          :: FIRST(live[i]) && (live[i] & TAILED) -> retKept++
          :: FIRST(live[i]) && !(live[i] & TAILED) && HELD_BY_OLD(EVENT(live[i])) -> retTwice++
          :: else ->
             retReturned++;
             given = given | ROW(EVENT(live[i]));
             backByReturn = backByReturn | ROW(EVENT(live[i]))
          fi;
          seen = seen | ROW(EVENT(live[i]))
       :: else
       fi;
       i = 0; retAt++ }
  :: d_step { (taskX & RETURN) && retAt == size[0] + size[1] ->
       reportX = reportX | RETURN; taskX = taskX & ~RETURN; retAt = 0; seen = 0 }
#else
  :: d_step { (taskX & RETURN) && !classified ->
       /* reads only, so a crash within changes nothing: one step */
       retReceived = 0; retReturned = 0; retKept = 0; retTwice = 0; retRefused = 0; seen = 0;
       i = 0;
       do
       :: i < P * LEN ->
          if
          :: live[i] != 0 && live[i] < MARKER && IN_RETURN(i) ->
             retReceived++;
             if
             :: EVENT(live[i]) == UNKNOWN_MESSAGE -> retRefused++
             :: EVENT(live[i]) != UNKNOWN_MESSAGE && (seen & ROW(EVENT(live[i]))) -> retTwice++
             :: FIRST(live[i]) && (live[i] & TAILED) -> retKept++
          :: FIRST(live[i]) && !(live[i] & TAILED) && HELD_BY_OLD(EVENT(live[i])) -> retTwice++
             :: else -> retReturned++
             fi;
             seen = seen | ROW(EVENT(live[i]))
          :: else
          fi;
          i++
       :: else -> break
       od;
       i = 0; seen = 0; classified = true }
  :: d_step { (taskX & RETURN) && classified && retAt < P * LEN ->
       do
       :: retAt < P * LEN && !(live[retAt] != 0 && live[retAt] < MARKER && IN_RETURN(retAt)
            && EVENT(live[retAt]) != UNKNOWN_MESSAGE && !HELD_BY_OLD(EVENT(live[retAt]))) -> retAt++
       :: else -> break
       od;
       if
       :: retAt < P * LEN ->
          given = given | ROW(EVENT(live[retAt]));
          backByReturn = backByReturn | ROW(EVENT(live[retAt]))
       :: else
       fi }
  :: d_step { (taskX & RETURN) && classified && retAt == P * LEN ->
       reportX = reportX | RETURN; taskX = taskX & ~RETURN; retAt = 0 }
#endif
  od
}


/* ---- the extractor: delivery of what is outside windows, tail ------------------------------- */
active proctype Delivery() provided (T_DONE) {
endDelivery:
  do
  :: d_step { dpos[0] < size[0] && MAY_DELIVER(0) -> deliver(0) }
  :: d_step { dpos[1] < size[1] && MAY_DELIVER(1) -> deliver(1) }
  /* the tail: rows and its position in one Kafka transaction */
  :: d_step { tailOn && ((own | given) & ~tailed & ROW(1)) -> append(1, 1 + TAILED); tailed = tailed | ROW(1) }
  :: d_step { tailOn && ((own | given) & ~tailed & ROW(2)) -> append(0, 2 + TAILED); tailed = tailed | ROW(2) }
  od
}

/* ---- the transformer: one Kafka transaction a step ------------------------------------------ */
active proctype Transformer() {
endTransformer:
  do
  :: d_step { tpos[0] < size[0] && MAY_PASS(0) -> transform(0) }
  :: d_step { tpos[1] < size[1] && MAY_PASS(1) -> transform(1) }
  od
}

/* ---- the loader: one database transaction a step, then its outbox ----------------------------- */
active proctype Loader() provided (X_DONE) {
endLoader:
  do
  :: d_step { fence[current] == OPEN && mailCopied && !mail -> mail = true }
  :: d_step { copied[0] == 1 && mail && fence[current] == OPEN -> loadSnapshot(0) }
#if HOLDS
  :: d_step { copied[1] == 1 && mail && fence[current] == OPEN && parkedAt <= resumes -> loadSnapshot(1); parkedAt = 0 }
#if STAGES & FAILS_LOAD
  /* a failure is reported, and the work parked until the run is resumed; a restart tries again */
  :: d_step { copied[1] == 1 && mail && fence[current] == OPEN && parkedAt <= resumes && holds > 0 ->
       holds--; parkedAt = resumes + 1;
#ifdef FAILURE_ONCE_A_RUN
       if
       :: !reportedOnce -> failL = resumes + 1; reportedOnce = true
       :: else
       fi
#else
       failL = resumes + 1
#endif
       }
#endif
#else
  :: d_step { copied[1] == 1 && mail && fence[current] == OPEN -> loadSnapshot(1) }
#endif
  :: d_step { lpos[0] < tpos[0] && MAY_LOAD(0) -> load(0) }
  :: d_step { lpos[1] < tpos[1] && MAY_LOAD(1) -> load(1) }
#ifdef OFFSETS_APART
  :: d_step { mid[0] -> lpos[0]++; mid[0] = false }
  :: d_step { mid[1] -> lpos[1]++; mid[1] = false }
#endif
#if OUTBOX
  :: d_step { pending[0] -> sent[0] = passed[0]; snapSent[0] = (copied[0] == 2); pending[0] = false; sendReleases() }
  :: d_step { pending[1] -> sent[1] = passed[1]; snapSent[1] = (copied[1] == 2); pending[1] = false; sendReleases() }
#endif
#if REPLAYS
  :: d_step { taskR && MAY_REPLAY && replay != 2 && rpos == 0 -> replaySnapshot() }
  :: d_step { taskR && MAY_REPLAY && replay != 2 && rpos > 0 && rpos <= P * LEN -> replayNext() }
  :: d_step { taskR && relMid == 0 && (rpos > P * LEN || (replay == 2 && rpos > 0)) ->
       reportR = RELEASED + 1; taskR = false; relMem = 0 }
  :: d_step { taskR && replay == 2 && rpos == 0 -> reportR = 1; taskR = false }
  /* the run is over: the fence is closed, or its status says so */
  :: d_step { taskR && state > COMMITTED && relMid == 0 -> taskR = false; relMem = 0 }
#endif

  /* The purge ends the run at the fence, which waits for batches under way, then disables the
     customer where it is enabled, deletes, and looks what is left. */
  :: d_step { (taskL & PURGE) && !(doneL & PURGE) ->
#ifndef NO_FENCE
       fence[current] = CLOSED;
#endif
#ifndef NO_FENCE
       mail = false;
#endif
#ifndef FAILED_MEANS_OFF
       newOn = false;                                /* asked, not believed */
#endif
       rows = 0; liveRows = 0; snapLoaded = 0; snapTwice = 0;
#if REPLAYS
       snapRefused = 0;
#endif
       r = 0;
       do
       :: r < P -> loaded[r] = 0; twice[r] = 0; refused[r] = 0; copied[r] = 0; snapSent[r] = false; r++
       :: else -> break
       od;
       r = 0; mailCopied = false; doneL = doneL | PURGE }
  :: d_step { (taskL & PURGE) && (doneL & PURGE) ->
       CHECK(6, rows == 0);                          /* the proof that nothing is left */
       reportL = reportL | PURGE; taskL = taskL & ~PURGE; doneL = 0 }
  :: d_step { (taskL & ENABLE) && !(doneL & ENABLE) ->
       fence[current] = ENABLED; newOn = true; doneL = doneL | ENABLE;
       CHECK(1, !(oldOn && newOn));
       CHECK(2, verdictAt != 255 && lostRow != 1) }
  :: d_step { (taskL & ENABLE) && (doneL & ENABLE) ->
       reportL = reportL | ENABLE; taskL = taskL & ~ENABLE; doneL = 0 }
#if PURGE_FAILS
  /* before the fence; behind the fence, with nothing deleted; done, and the report says otherwise */
  :: d_step { (taskL & PURGE) && !(doneL & PURGE) && purgeFails > 0 ->
       purgeFails--; reportL = reportL | NOT_PURGED; taskL = taskL & ~PURGE }
  :: d_step { (taskL & PURGE) && !(doneL & PURGE) && purgeFails > 0 ->
       fence[current] = CLOSED; mail = false; newOn = false;
       purgeFails--; reportL = reportL | NOT_PURGED; taskL = taskL & ~PURGE }
  :: d_step { (taskL & PURGE) && (doneL & PURGE) && purgeFails > 0 ->
       purgeFails--; reportL = reportL | NOT_PURGED; taskL = taskL & ~PURGE; doneL = 0 }
#endif
#if HOLDS && (STAGES & FAILS_ENABLE)
  :: d_step { (taskL & ENABLE) && holds > 0 ->
       holds--; reportL = reportL | NOT_ENABLED; taskL = taskL & ~ENABLE; doneL = 0 }
#endif
#if FAILS
  /* before the act, or after it: an earlier attempt did it, or what it says when asked back is wrong */
  :: d_step { (taskL & ENABLE) && fails > 0 ->
       fails--; reportL = reportL | NOT_ENABLED; taskL = taskL & ~ENABLE; doneL = 0 }
#endif
  od
}

/* ---- the validator ---------------------------------------------------------------------------- */
/* The request says how much was released; the ledger waits for receipts that release exactly that. */
#if REPLAYS
#define RELEASES_IN (relSent == relAsked)
#define askReleases() relAsked = relSum
#else
#define RELEASES_IN true
#define askReleases() skip
#endif
#define RECEIPTS_IN (sent[0] > taskV && sent[1] > taskV && snapSent[0] && snapSent[1] && RELEASES_IN)

active proctype Validator() provided (L_DONE) {
endValidator:
  do
#ifdef TWO_SNAPSHOTS
  :: d_step { taskV != 255 && RECEIPTS_IN && half == 0 -> half = 1; halfRows = rows }
  :: d_step { taskV != 255 && half == 1 -> judge(halfRows); half = 0; halfRows = 0 }
#else
  :: d_step { taskV != 255 && RECEIPTS_IN -> judge(rows) }
#endif
  od
}

/* ---- the orchestrator: report in, events and tasks out, one transaction a step ------------------ */
active proctype Orchestrator() provided (L_DONE) {
endOrchestrator:
  do
  :: d_step { state == REQUESTED -> event(EV_STARTED); taskX = taskX | FREEZE }
  :: d_step { (reportX & FREEZE) -> reportX = reportX & ~FREEZE;
       x = state;
       event(EV_FROZEN);
       if
#ifdef WINDOW_AFTER_SNAPSHOT
       :: x == FREEZING -> taskX = taskX | PLAN
#else
       :: x == FREEZING -> taskCut = taskCut | CUT_OPEN
#endif
       :: else
       fi;
       x = 0 }
  /* a cut was written: said in every state, since whoever reads the marker waits for it */
  :: d_step { heard < nCuts ->
       x = state;
       if
#ifdef IGNORED_FIRST_CUT
       :: kind[heard] == OPENS -> event(EV_CUT_IGNORED)
#elif defined(IGNORED_CUT)
       :: kind[heard] == PLAIN && state > COMMITTED -> event(EV_CUT_IGNORED)
#elif defined(HELD_DROPS_REPORTS)
       :: kind[heard] == PLAIN && onHold -> event(EV_CUT_IGNORED)
#endif
       :: else -> event(EV_CUT)
       fi;
       if
#ifdef WINDOW_AFTER_SNAPSHOT
       :: x == OPENING && state == COPYING -> taskX = taskX | COPY0 | COPY1
#else
       :: x == OPENING && state == PLANNING -> taskX = taskX | PLAN
#endif
       :: x == CUTTING && state == RECONCILING && NOT_HELD -> taskV = awaited; taskCommitted = false; askReleases()
       :: (x == HELD || x == COMMITTED || x == COMMITTING) && kind[heard - 1] == PLAIN -> taskV = awaited; taskCommitted = (x == COMMITTED); askReleases()
       :: x == CLOSING && state == RETURNING ->
#ifdef NO_RETURN
          event(EV_RETURNED); taskX = taskX | THAW
#else
          lastClose = heard - 1; taskX = taskX | RETURN; classified = false; backByReturn = 0
#endif
       :: else
       fi;
       x = 0 }
  :: d_step { (reportX & PLAN) -> reportX = reportX & ~PLAN;
       if
       :: state == PLANNING -> event(EV_PLANNED);
#ifdef WINDOW_AFTER_SNAPSHOT
          taskCut = taskCut | CUT_OPEN
#else
          taskX = taskX | COPY0 | COPY1
#endif
       :: else
       fi }
  :: d_step { state == COPYING && (reportX & (COPY0 | COPY1)) == (COPY0 | COPY1) ->
       reportX = reportX & ~(COPY0 | COPY1); event(EV_COPIED);
       if
       :: NOT_HELD -> taskCut = taskCut | CUT_PLAIN
       :: else
       fi }
#if HOLDS
  /* A failure holds the run where it is; one of an earlier attempt says nothing new. */
  :: d_step { (reportX & NOT_COPIED) -> reportX = reportX & ~NOT_COPIED;
       if
       :: state == COPYING && !onHold -> hold()
       :: else
       fi }
  :: d_step { failL != 0 ->
       if
       :: failL == resumes + 1 && !onHold && state >= COPYING && state <= HELD -> hold()
       :: else
       fi;
       failL = 0 }
  :: d_step { (reportL & NOT_ENABLED) -> reportL = reportL & ~NOT_ENABLED;
       if
       :: state == COMMITTING && !onHold -> hold()
       :: else
       fi }
  /* A person resumes: the task that failed is dispatched again, and everything that has become due. */
  :: d_step { onHold ->
       x = cutAsked;
       event(EV_RESUMED);
       if
       :: state == COPYING && !(reportX & COPY0) && !(taskX & COPY0) -> taskX = taskX | COPY0
       :: state == COMMITTING -> taskL = taskL | ENABLE
#ifndef RESUME_ONLY_FAILED
       :: state == CUTTING && !x -> taskCut = taskCut | CUT_PLAIN
       :: state == RECONCILING && awaited != 255 -> taskV = awaited; taskCommitted = false; askReleases()
       :: state == RECONCILING && awaited == 255 && verdictAt != 255 -> event(EV_COMMITTING); taskL = taskL | ENABLE
#endif
       :: else
       fi;
       x = 0 }
#if BACK
  /* In the commit only while it is held: nothing of it is under way then. */
#ifdef RESUMED_CAN_GO_BACK
  :: d_step { (onHold || resumes > 0) && state == COMMITTING -> event(EV_ROLLBACK); taskL = taskL | PURGE; over() }
#else
  :: d_step { onHold && state == COMMITTING -> event(EV_ROLLBACK); taskL = taskL | PURGE; over() }
#endif
#endif
#endif
#if REPLAYS
  /* One at a time, and not while a cut is under way or judged. */
  :: d_step { (state == HELD || state == COMMITTED) && replays > 0 && !REPLAYING && awaited == 255 && !CUT_UNDER_WAY && (BACK || narrow == 0) && HAS_TO_REPLAY ->
       replays--; event(EV_REPLAY); taskR = true; rpos = 0; relNow = 0 }
  :: d_step { replay == 1 && cancels > 0 -> cancels--; event(EV_CANCELLED) }
#ifdef CUT_BESIDE_A_REPLAY
  :: d_step { replay == 1 && taskR && !askedAfter && awaited == 255 -> event(EV_TAKE_CUT); taskCut = taskCut | CUT_PLAIN }
#endif
  /* The cut that follows waits for the one before it. */
  :: d_step { reportR != 0 && awaited == 255 && (replay == 0 || !CUT_UNDER_WAY) ->
       if
#ifdef CANCEL_FORGETS
       :: replay == 2 -> event(EV_REPLAYED); taskCut = taskCut | CUT_PLAIN
       :: replay == 1 -> event(EV_REPLAYED + reportR - 1); taskCut = taskCut | CUT_PLAIN
#else
       :: replay != 0 -> event(EV_REPLAYED + reportR - 1); taskCut = taskCut | CUT_PLAIN
#endif
       :: else
       fi;
       reportR = 0 }
#endif
  :: d_step { (reportX & LOST) -> reportX = reportX & ~(LOST | COPY0 | COPY1);
       if
       :: state == COPYING && current + 1 < RUNS -> event(EV_ABANDONED); taskL = taskL | PURGE; over()
       :: state == COPYING && current + 1 == RUNS -> event(EV_ROLLBACK); taskL = taskL | PURGE; over()
       :: else
       fi }
  :: d_step { reportV != 0 ->
       if
       :: awaited == 255 -> skip
       :: awaited != 255 && state == COMMITTED ->
          if
          :: reportV == 2 -> event(EV_ALARM); CHECK(7, FAULTS)
          :: else -> event(EV_RECONCILED)
          fi
#ifdef GATE_OPEN
       :: awaited != 255 && state < COMMITTING && !PEOPLE -> event(EV_RECONCILED); event(EV_COMMITTING); taskL = taskL | ENABLE
#elif REPLAYS
       /* held with its differences: a replay writes what is missing, and a new cut follows */
       :: awaited != 255 && state < COMMITTING && reportV == 2 -> event(EV_DIFFERS)
#else
       :: awaited != 255 && state < COMMITTING && reportV == 2 -> event(EV_ROLLBACK); taskL = taskL | PURGE; over()
#endif
       :: awaited != 255 && state < COMMITTING && reportV == 1 ->
          event(EV_RECONCILED);
          if
          :: PEOPLE && !waived -> event(EV_HELD)
#if HOLDS
          :: onHold -> skip
#endif
#if REPLAYS
          :: foundRefused -> event(EV_HELD)
#endif
          :: else -> event(EV_COMMITTING); taskL = taskL | ENABLE
          fi
       :: awaited != 255 && state == COMMITTING -> event(EV_RECONCILED)
       fi;
#if REPLAYS
       foundRefused = false;
#endif
       reportV = 0 }
#if PEOPLE
  /* A person waives. A verdict that is under way is waited for: read back after the commit it would
     show what people did since. */
  :: d_step { state == HELD && !waived -> event(EV_WAIVED);
       if
#ifndef COMMITS_BESIDE_A_VERDICT
       :: askedAfter && awaited == 255 && CUT_UNDER_WAY -> skip
       :: awaited != 255 -> skip
#endif
       :: else -> event(EV_COMMITTING); taskL = taskL | ENABLE
       fi }
#endif
#if MORE_CUTS
  :: d_step { (state == HELD || state == COMMITTED) && !askedAfter && awaited == 255 && !waived ->
       event(EV_TAKE_CUT); taskCut = taskCut | CUT_PLAIN }
  :: d_step { state == COMMITTED && !askedAfter && waived ->
       event(EV_TAKE_CUT); taskCut = taskCut | CUT_PLAIN }
#endif
  :: d_step { (reportL & ENABLE) -> reportL = reportL & ~ENABLE; event(EV_COMMITTED) }
#if PURGE_FAILS
  :: d_step { (reportL & NOT_PURGED) -> reportL = reportL & ~NOT_PURGED;
#ifdef FAILED_MEANS_PURGED
       event(EV_PURGED) }
#else
       event(EV_PURGE_FAILED) }
#endif
#ifndef PURGE_NOT_REPEATED
  :: d_step { purgeHeld -> event(EV_PURGE_AGAIN); taskL = taskL | PURGE }
#endif
#endif
#if FAILS && !HOLDS
  :: d_step { (reportL & NOT_ENABLED) -> reportL = reportL & ~NOT_ENABLED;
       event(EV_ROLLBACK); taskL = taskL | PURGE; over() }
#endif

  /* the rollback */
#if BACK
  :: d_step { state >= FREEZING && state <= HELD -> event(EV_ROLLBACK); taskL = taskL | PURGE; over() }
#ifdef COMMIT_CAN_GO_BACK
  :: d_step { state == COMMITTING -> event(EV_ROLLBACK); taskL = taskL | PURGE }
#endif
#endif
  :: d_step { (reportL & PURGE) -> reportL = reportL & ~PURGE; event(EV_PURGED) }
  :: d_step { state == CLOSING && window == 2 && !closeAsked -> askToClose(); taskCut = taskCut | CUT_CLOSE }
  :: d_step { state == CLOSING && window == 0 && freeze == 2 -> event(EV_RETURNED); taskX = taskX | THAW }
  :: d_step { state == RETURNING && (reportX & RETURN) -> reportX = reportX & ~RETURN;
       if
       :: again -> event(EV_STARTED_AGAIN); taskCut = taskCut | CUT_OPEN
       :: else -> event(EV_RETURNED); taskX = taskX | THAW
       fi }
#ifdef THAW_FIRST
  :: d_step { state == CLOSING && freeze == 2 && !(taskX & THAW) && !oldOn && !(reportX & THAW) -> taskX = taskX | THAW }
#endif
  :: d_step { (reportX & THAW) -> reportX = reportX & ~THAW; event(EV_THAWED);
       judgeRolledBack(false) }
  od
}

/* A crash takes from the loader, but for acts not reported, the state that a flaw keeps in memory only. */
#ifdef OFFSETS_APART
#define LOADER_KNOWS (mid[0] || mid[1])
#elif defined(NO_OUTBOX)
#define LOADER_KNOWS (pending[0] || pending[1])
#else
#define LOADER_KNOWS (known != 0)
#endif

#if HOLDS
#define LOADER_PARKED (parkedAt != 0)
#else
#define LOADER_PARKED false
#endif
#if REPLAYS
#define LOADER_REPLAYS (taskR && rpos != 0)
#else
#define LOADER_REPLAYS false
#endif

/* ---- crashes: what is in memory is gone ---------------------------------------------------------- */
active proctype Crash() provided (L_DONE) {
endCrash:
  do
#if WHO & CRASH_EXTRACTOR
  :: d_step { crashes > 0 && (doneX != 0 || snapHeld || (viewX != 0 && dpos[0] + dpos[1] != 0) || retAt != 0) ->
       crashes--; doneX = 0; snapHeld = false; viewX = 0; needX = heard; retAt = 0; seen = 0;
#ifdef RETURN_COUNTS_AS_IT_GOES
       if
       :: taskX & RETURN -> retReceived = 0; retReturned = 0; retKept = 0; retTwice = 0; retRefused = 0
       :: else
       fi
#endif
       }
#endif
#if WHO & CRASH_TRANSFORMER
  :: d_step { crashes > 0 && viewT != 0 -> crashes--; viewT = 0; needT = heard }
#endif
#if WHO & CRASH_LOADER
  :: d_step { crashes > 0 && (doneL != 0 || LOADER_KNOWS || LOADER_PARKED || LOADER_REPLAYS) -> crashes--; doneL = 0; known = 0;
#if HOLDS
       parkedAt = 0; reportedOnce = false;
#endif
#if REPLAYS
       relMem = 0; relMid = 0;
#endif
#ifdef OFFSETS_APART
       mid[0] = false; mid[1] = false;
#endif
#ifdef NO_OUTBOX
       pending[0] = false; pending[1] = false
#endif
       }
#endif
#if WHO & CRASH_VALIDATOR
  :: d_step { crashes > 0 && half != 0 -> crashes--; half = 0; halfRows = 0 }
#endif
#ifdef REBUILD
  :: d_step { crashes > 0 && state != REQUESTED -> crashes--; rebuild() }
#endif
  od
}

/* ---- the judge: at the end every event is in exactly one place ------------------------------------- */
#define ALL_CAME (toSend1 == 0 && toSend2 == 0 && toSend3 == 0 && (toWrite == 0 || (!TAIL && state >= PLANNING)))
#define ALL_READ (tpos[0] == size[0] && tpos[1] == size[1] && lpos[0] == size[0] && lpos[1] == size[1] \
    && dpos[0] == size[0] && dpos[1] == size[1])
#define ALL_TAILED (!tailOn || ((own | given) & ~tailed) == 0)
#define NOTHING_ASKED (taskX == 0 && taskL == 0 && taskV == 255 && taskCut == 0 && reportX == 0 && reportL == 0 \
    && reportV == 0 && heard == nCuts && awaited == 255 && !pending[0] && !pending[1] && NOT_HELD && NO_REPLAY)
#if REPLAYS
#define NO_REPLAY (!taskR && reportR == 0 && !REPLAYING)
#else
#define NO_REPLAY true
#endif
#define QUIET (ALL_CAME && ALL_READ && ALL_TAILED && NOTHING_ASKED && (state == COMMITTED || state == ROLLED_BACK))

active proctype Judge() provided (L_DONE) {
  d_step { QUIET ->
    if
    :: state == COMMITTED -> judgeCommitted()
    :: else -> judgeRolledBack(true)
    fi }
}

#ifdef LIVENESS
ltl ends { <> (state == COMMITTED || state == ROLLED_BACK) }
#endif
