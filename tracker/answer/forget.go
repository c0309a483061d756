package answer

import "rollcall/tracker"

// An Erasure is what forget would erase, or has erased.
type Erasure struct {
	tracker.Erasure                  // without names once they are erased
	Of              tracker.Seq      // how many entries there were
	Backups         []tracker.Backup // from which nothing is erased
	Line            string           // that erases it; empty once that is done
}
