package desk

import (
	"sync"
	"sync/atomic"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/ask"
	"rollcall/tracker/query"
)

// An index keeps what knows the names of a Tracker's Book, and makes it again when names were added or changed: once for
// everybody who asks. While somebody makes it, others are answered from the old one, with the Book that it was
// made of. An edit is acknowledged when the index has it, so that its author then finds the change.
type index struct {
	tracker *tracker.Tracker
	call    *tracker.Call
	now     atomic.Pointer[named]
	making  sync.Mutex
	then    *named // what was asked for last of earlier Books; making guards it
}

// named is a Runner, and the reader of questions' index of the same names, which is made for the first question.
type named struct {
	*query.Runner
	names func() *ask.Names // makes them once
	asked *atomic.Bool      // they are made
}

func newNamed(r *query.Runner) *named {
	n := &named{Runner: r, asked: new(atomic.Bool)}
	n.names = sync.OnceValue(func() *ask.Names {
		n.asked.Store(true)
		return ask.NamesOf(r.Call, r.Book)
	})
	return n
}

// at is the named of an earlier or later Book.
func (n *named) at(book *tracker.Book, today tracker.Day) *named {
	r := n.At(book, today)
	if r.SameNames(n.Runner) {
		return &named{r, n.names, n.asked}
	}
	next := newNamed(r)
	if n.asked.Load() { // it will be asked again, and nobody should wait for it then
		next.names()
	}
	return next
}

// reader reads answers off the Book as of now, or off that of a moment ago while somebody else makes the new index.
func (x *index) reader() *query.Runner {
	old := x.now.Load()
	if old == nil {
		x.making.Lock()
	} else if x.isCurrent(old) {
		return old.Runner
	} else if !x.making.TryLock() {
		return old.At(old.Book, tracker.DayOf(time.Now()))
	}
	defer x.making.Unlock()
	return x.make().Runner
}

// catchUp returns when the index has what the Book has.
func (x *index) catchUp() {
	x.making.Lock()
	defer x.making.Unlock()
	x.make()
}

func (x *index) isCurrent(n *named) bool {
	return n.Book == x.tracker.Book() && n.Today == tracker.DayOf(time.Now())
}

// make makes the index of the Book as of now, unless it is made already; x.making is held.
func (x *index) make() *named {
	n, book, today := x.now.Load(), x.tracker.Book(), tracker.DayOf(time.Now())
	switch {
	case n == nil:
		n = newNamed(query.New(book, x.call, today))
	case !x.isCurrent(n):
		n = n.at(book, today)
	}
	x.now.Store(n)
	return n
}

// past reads answers off the Book of an earlier moment.
func (x *index) past(head tracker.Seq, today tracker.Day) *query.Runner {
	now := x.reader()
	if head >= now.Book.Head() {
		return now.At(now.Book, today)
	}
	x.making.Lock()
	defer x.making.Unlock()
	if x.then == nil || x.then.Book.Head() != head {
		x.then = x.now.Load().at(now.Book.Upto(head), today)
	}
	return x.then.At(x.then.Book, today)
}

// names is what the reader of questions knows of the names that a Runner knows.
func (x *index) names(of *query.Runner) *ask.Names {
	now := x.now.Load()
	if now.SameNames(of) {
		return now.names()
	}
	x.making.Lock()
	then := x.then
	x.making.Unlock()
	if then != nil && then.SameNames(of) {
		return then.names()
	}
	return now.names() // it was made in the meantime
}
