// Package tracker keeps the list of a call's supporters: who endorses it, since when, and who said so.
//
// # The idea
//
// A ledger is the only thing stored; everything else is a pure fold over it.
//
// An [Entry] records an [Event], a fact in the past tense, with the day on which it took effect, the moment it was
// recorded, who recorded it, and the request that caused it. A [Book] is the fold of entries: the list, its counts,
// headline figures, claims, proposals, admins, subscriptions. Answers, audits and digests are all readings of a Book; the
// list of another day is the same fold over fewer entries ([Book.AsOf]), and what was known at an earlier moment is a fold
// up to an earlier Seq ([Book.Upto]).
//
// A change of the list is a function that decides: it looks at a Book and either refuses, with a sentence for the
// person who asked ([Refusal]), or says what happened. [Tracker.Do] appends what it says if nothing else was appended
// meanwhile, and else asks it again. What one decision says is one batch of entries ([Entry.Batch]), stored all or none.
//
// # Second thoughts
//
// A proposal ([Propose]) is a decision that was made but isn't recorded yet: it keeps the events that it said, and
// [Approve] records them as of the proposal's day, unless a supporter changed meanwhile, or a name was taken.
//
// Nothing is erased except what [Forget] blanks, forever. [Undo] takes a whole batch back by recording the states before it, last first, on the days that
// it corrects, so that the list of any day is as if the batch had never been; what was then known stays readable. It is
// refused if something was built on the batch since. A supporter that joined by mistake is removed as an error, and a figure or a
// claim is retracted ([Retract]). A proposal whose approval is undone waits again.
//
// # Guarantees
//
//   - Seqs are gapless, and the time of recording never decreases.
//   - A request is applied once, however often it is delivered: its Ref is looked up before anything is decided.
//   - What takes effect is never in the future and, per supporter, never before the last change of that supporter
//     that wasn't undone.
//   - No two supporters on the list share a name or alias, regardless of case, accents and punctuation.
//   - A proposal is settled once, and again only after its approval was undone.
//
// [Verify] checks a stored ledger for these and more.
//
// The package knows neither chats nor databases: a [Ledger] has two methods, and the package rollcall/tracker/ledgertest
// says what they must do. It is meant for ledgers of 100,000 entries, which a Book holds in memory.
package tracker
