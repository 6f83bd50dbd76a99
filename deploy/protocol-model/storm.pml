/*
 * Events that never end. One partition, short queues: the sender sends for ever, and the run must
 * still come to its commit. An event has no identity here; what becomes of it is the other model's.
 */
#define EVENT 1
#define CUT 2

chan live = [3] of { byte };
chan transformed = [3] of { byte };
bool cutAsked, cutLoaded, reconciled, committed;

/* Kafka takes the marker whatever arrives: a place is left for it. */
#define ROOM (len(live) < 2)

active proctype Sender() {
endSender:
  do
  :: ROOM -> live!EVENT
  od
}

active proctype Transformer() {
  byte x;
endTransformer:
  do
  :: d_step { live?[x] && nfull(transformed) -> live?x; transformed!x; x = 0 }
  od
}

active proctype Loader() {
  byte x;
endLoader:
  do
  :: d_step { nempty(transformed) -> transformed?x;
       if
       :: x == CUT -> cutLoaded = true
       :: else
       fi;
       x = 0 }
  od
}

active proctype Run() {
  cutAsked = true;
  live!CUT;
#ifdef WAITS_FOR_SILENCE
  /* compares when nothing is under way any more */
  (empty(live) && empty(transformed));
#else
  cutLoaded;
#endif
  reconciled = true;
  committed = true
}

ltl commits { <> committed }
