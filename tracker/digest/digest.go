// Package digest decides when a channel gets a digest of changes, and what is in it. It is pure: a process that wakes up asks a
// [Reader], which has the Book, for the one digest that is due at a time, if any.
//
// A schedule is read on the local wall clock of its zone, day by day: cron's parser runs on the wall clock as if it were
// UTC, and what it names is placed in the zone afterwards. So an hour that spring leaves out moves to the next minute
// that exists, an hour that autumn repeats counts once, and every day has its occasion once. Of several occasions that
// were missed only the latest is made up, and says that it is late. Quiet hours delay a digest; nothing is dropped.
//
// A digest shows the net change between what was last posted to the channel and the last entry recorded by the occasion, as far
// as the subscription's filter lets it through, so that every attempt to post it says the same. If the filter has changed
// since, what was still to be posted by the old one is posted as far as the new one lets it through, and nothing older is.
//
// A change that only corrects a recent digest is posted as a correction of it, at once. It isn't news then: later digests
// continue from what the channel knows.
package digest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/query"
)

// Late is how long after its time a digest says that it is late.
const Late = 10 * time.Minute

// After an import, which is a batch of that many changes or more, instant digests wait so long: a list that is half
// corrected isn't news.
const (
	Import = 10
	Pause  = 2 * time.Minute
)

// Lately is how long a digest is corrected where it stands. Nobody looks at older ones: their corrections are in the next digest.
const Lately = 31 * 24 * time.Hour

// Of what has to fit a screen, how many lines all lists of a digest have together, and each at least.
const (
	screen = 15
	fewest = 2
)

// A Reader reads digests off a Book. What channels with the same filter get is made once. It isn't safe for concurrent
// use.
type Reader struct {
	Call *tracker.Call
	Book *tracker.Book

	news    []tracker.Seq // entries that can be worth a digest: they changed the roll or the figures
	rights  []tracker.Seq // those of them that can correct a digest
	books   map[tracker.Seq]*tracker.Book
	changes map[told]*tracker.Change
	filters map[string]tracker.Filter
	times   map[string]when
}

// told decides what a digest says: which changes, between which entries, and what was posted to the channel in between.
type told struct {
	filter, only  string
	from, through tracker.Seq
	knows         string
	corrects      tracker.Seq // the last entry of the digest that it corrects
}

// NewReader makes a Reader.
func NewReader(call *tracker.Call, book *tracker.Book) *Reader {
	r := &Reader{Call: call, Book: book, books: map[tracker.Seq]*tracker.Book{}, changes: map[told]*tracker.Change{},
		filters: map[string]tracker.Filter{}, times: map[string]when{}}
	seen := map[tracker.Seq]shown{}
	for e := range book.Entries(0) {
		right := false
		switch ev := e.Event.(type) {
		case tracker.Changed:
			s, was := &ev.Supporter, seen[ev.Supporter.ID]
			seen[s.ID] = shownOf(s)
			right = ev.Why == tracker.Undone || ev.Why == tracker.WasMerged || ev.Why == tracker.WasRemoved || was != shownOf(s) && was.name != ""
		case tracker.Reported:
		case tracker.Retracted:
			right = true
		default:
			continue
		}
		if r.news = append(r.news, e.Seq); right {
			r.rights = append(r.rights, e.Seq)
		}
	}
	return r
}

// shown is what a digest shows of a supporter.
type shown struct {
	name, country string
	category      tracker.Category
	joined        tracker.Date
}

func shownOf(s *tracker.Supporter) shown { return shown{s.Name, s.Country, s.Category, s.Joined} }

// Due returns the digest that is due for a subscription at a moment; ok is false if there is none. It fails on a subscription that
// can't be read.
func (r *Reader) Due(s *tracker.Subscription, now time.Time) (plan tracker.DigestPlanned, ok bool, err error) {
	if s.Plan != nil || s.Paused != "" || last(r.news, r.Book.Head()) <= s.Through {
		return plan, false, nil
	}
	w, err := once(r.times, s.Schedule+"\n"+s.Zone+"\n"+s.Quiet, func() (when, error) { return read(&s.Subscribed) })
	if err != nil {
		return plan, false, err
	}
	asked, err := r.asked(s)
	if err != nil {
		return plan, false, err
	}
	occasion, through, late := now, r.Book.Head(), false
	if !asked && (now.Before(s.Muted) || w.quietAt(now)) {
		return plan, false, nil
	}
	if plan, ok, err = r.correction(s, now); ok || err != nil {
		return plan, ok && !r.imported(s.Through, now), err
	}
	switch {
	case asked:
	case w.cron != nil:
		after := later(later(s.Set, s.Occasion), s.Muted)
		ahead := after.After(now)
		if ahead {
			after = now.Add(-24 * time.Hour)
		}
		if occasion, ok = w.latest(after, now); !ok {
			return plan, false, nil
		}
		// After a clock that was ahead, the times of recording mean nothing: everything is shown.
		if r.Book.Recorded(now) == r.Book.Head() {
			through = r.Book.Recorded(occasion)
		}
		// Nor is it known what was missed: a past occasion may have been posted, and what came since waits for the next.
		if late = now.Sub(w.awake(occasion)) > Late; late && ahead {
			return plan, false, nil
		}
	case r.imported(s.Through, now):
		return plan, false, nil
	}
	if last(r.news, through) <= s.Through {
		return plan, false, nil
	}
	change, err := r.change(s.Filter, s.Only, s.Told, s.Through, through)
	if err != nil || change.Empty() || len(change.Moves) < s.Min && !asked {
		return plan, false, err
	}
	return tracker.DigestPlanned{Subscription: s.ID, Occasion: occasion, Through: through, Late: late}, true, nil
}

// correction returns the correction that is due, of the last recent digest that named a supporter or figure which was corrected.
func (r *Reader) correction(s *tracker.Subscription, now time.Time) (plan tracker.DigestPlanned, ok bool, err error) {
	head := r.Book.Head()
	if s.Told == nil || last(r.rights, head) <= s.Through {
		return plan, false, nil
	}
	change, err := r.change("", "", s.Told, s.Through, head)
	if err != nil {
		return plan, false, err
	}
	_, corrections := change.Apart()
	before, _ := r.known(s.Told, s.Through)
	left := corrections.Of(before, r.Book)
	for t := s.Told; t != nil && len(left) > 0; t = t.Before {
		about := r.during(t, left)
		if t.Corrects != 0 || t.TS == "" || now.Sub(t.At) > Lately || len(about) == 0 {
			continue
		}
		was, _, of, err := r.correcting(s.Told, t, s.Through, head)
		if err != nil || len(of) > 0 {
			return tracker.DigestPlanned{Subscription: s.ID, Occasion: now, Through: head, Corrects: t.Plan, Of: of}, err == nil, err
		}
		before, _ := r.known(t.Before, t.From)
		tells := was.Of(before, r.upto(t.Through))
		left = slices.DeleteFunc(left, func(id tracker.Seq) bool { return slices.Contains(tells, id) })
	}
	return plan, false, nil
}

// during returns the supporters and figures with entries that a digest can have shown.
func (r *Reader) during(t *tracker.Telling, of []tracker.Seq) (about []tracker.Seq) {
	for _, seq := range r.news[after(r.news, t.From):] {
		if seq > t.Through {
			break
		}
		e, _ := r.Book.Entry(seq)
		if ev, ok := e.Event.(tracker.Changed); ok {
			seq = ev.Supporter.ID
		}
		if slices.Contains(of, seq) {
			about = append(about, seq)
		}
	}
	return about
}

// correcting returns what a digest said, which changes after one entry, up to another, correct that, and who they are about.
func (r *Reader) correcting(all, t *tracker.Telling, after, through tracker.Seq) (was, right *tracker.Change, of []tracker.Seq, err error) {
	if t == nil {
		return new(tracker.Change), new(tracker.Change), nil, nil
	}
	f, err := r.filter(t.Filter)
	if err != nil {
		return new(tracker.Change), new(tracker.Change), nil, nil //nolint:nilerr // what it names is gone since, so the next digest has it
	}
	if was, err = r.change(t.Filter, t.Only, t.Before, t.From, t.Through); err != nil {
		return nil, nil, nil, err
	}
	change, err := r.change("", "", all, after, through)
	if err != nil {
		return nil, nil, nil, err
	}
	before, knows := r.known(all, after)
	_, knew := r.known(t.Before, t.From)
	c, of := change.Correcting(was, f, before, r.upto(through))
	key := told{t.Filter, t.Only, last(r.news, t.From), last(r.news, through), fmt.Sprint(last(r.news, after), knows, knew), last(r.news, t.Through)}
	right, err = once(r.changes, key, func() (*tracker.Change, error) { return &c, nil })
	return was, right, of, err
}

// known returns the Book up to a Seq as a channel knows it that got corrections of what came later, and which those were.
func (r *Reader) known(all *tracker.Telling, seq tracker.Seq) (*tracker.Book, string) {
	for t := all; t != nil; t = t.Before {
		if t.Corrects != 0 && t.Through > seq {
			b, which := r.known(t.Before, seq)
			return b.Knowing(r.upto(t.Through), t.Of), which + fmt.Sprintln(t.Through, t.Of)
		}
	}
	return r.upto(seq), ""
}

// asked reports whether a digest was asked for and hasn't been posted since.
func (r *Reader) asked(s *tracker.Subscription) (bool, error) {
	if s.Asked <= s.Through {
		return false, nil
	}
	change, err := r.change(s.Filter, s.Only, s.Told, s.Through, s.Asked)
	return err == nil && !change.Empty(), err
}

// imported reports whether an import after an entry is so recent that it may still be corrected.
func (r *Reader) imported(after tracker.Seq, now time.Time) bool {
	n, batch := 0, tracker.Seq(0)
	for e := range r.Book.Entries(max(after, r.Book.Recorded(now.Add(-Pause)))) {
		if e.At.After(now) {
			return false // by a clock that was ahead
		}
		if e.Batch == 0 || e.Batch != batch {
			n, batch = 0, cmp.Or(e.Batch, e.Seq)
		}
		if _, ok := e.Event.(tracker.Changed); ok {
			n++
		}
		if n >= Import {
			return true
		}
	}
	return false
}

// Silent returns an entry up to which a subscription has nothing to post, while with the next it has: the last one, unless what
// it had to post was taken back meanwhile. If it has nothing at all, that is the head.
func (r *Reader) Silent(s *tracker.Subscription) (seq tracker.Seq, err error) {
	news := r.news[after(r.news, s.Through):]
	i := sort.Search(len(news), func(i int) bool {
		change, wrong := r.change(s.Filter, s.Only, s.Told, s.Through, news[i])
		err = errors.Join(err, wrong)
		return wrong == nil && !change.Empty()
	})
	if i == len(news) {
		return r.Book.Head(), err
	}
	return news[i] - 1, err
}

// Tell returns what a planned digest says, as far as a screen shows it. A plan has something to say, unless it was forgotten since.
func (r *Reader) Tell(p *tracker.Plan) (answer.Answer, error) {
	if p.Corrects != 0 {
		_, change, _, err := r.correcting(p.Told, p.Told.Digest(p.Corrects), p.From, p.Through)
		if err != nil {
			return answer.Answer{}, err
		}
		a := answer.New(&answer.DigestFacts{Book: r.upto(p.Through), Change: change, Corrects: true, Forgotten: change.Empty()})
		a.Call = r.Call
		return a, nil
	}
	a, err := r.tell(&p.Way, p.Told, p.From, p.Through)
	if err != nil {
		return a, err
	}
	f := a.Facts.(*answer.DigestFacts)
	if f.Forgotten = f.Change.Empty(); p.Late {
		f.Due = p.Occasion
	}
	return a, nil
}

// Untold returns what hasn't been posted to a channel yet.
func (r *Reader) Untold(s *tracker.Subscription) (answer.Answer, error) {
	return r.tell(&s.Subscribed, s.Told, s.Through, r.Book.Head())
}

// Changes returns the net change after one Seq, up to another.
func (r *Reader) Changes(s *tracker.Subscribed, after, through tracker.Seq) (answer.Answer, error) {
	return r.tell(s, nil, after, through)
}

func (r *Reader) tell(s *tracker.Subscribed, knows *tracker.Telling, after, through tracker.Seq) (answer.Answer, error) {
	change, err := r.change(s.Filter, s.Only, knows, after, through)
	if err != nil {
		return answer.Answer{}, err
	}
	filter, err := r.filter(s.Filter)
	before, _ := r.known(knows, after)
	now, _ := r.known(knows, through)
	a := answer.New(&answer.DigestFacts{Book: r.upto(through), Change: change, Where: filter, Sorts: s.Only, Brief: max(fewest, screen/max(1, len(change.Sizes()))),
		Milestones: r.milestones(change, filter, before, now), Rolled: r.disagreeing(change, through)})
	a.Call = r.Call
	if line := r.diff(after, through); line != "" && slices.ContainsFunc(change.Moves, func(m tracker.Move) bool { return m.After != nil }) {
		a.Suggestions = []string{line}
	}
	return a, err
}

// Filter reads the filter of a subscription.
func Filter(call *tracker.Call, typed string) (tracker.Filter, error) {
	f, unknown, err := query.Subscribed(call, query.Line("subscribe " + typed)[1:], true)
	if err == nil && len(unknown) > 0 {
		err = tracker.Refuse("I don't know what “%s” means in a filter.", query.Text(unknown))
	}
	return f, err
}

// once is what is made for a key, which is made when it is first asked for.
func once[K comparable, V any](all map[K]V, key K, read func() (V, error)) (v V, err error) {
	v, ok := all[key]
	if !ok {
		if v, err = read(); err == nil {
			all[key] = v
		}
	}
	return v, err
}

func (r *Reader) filter(typed string) (tracker.Filter, error) {
	return once(r.filters, typed, func() (tracker.Filter, error) { return Filter(r.Call, typed) })
}

// change returns what a digest can say of the entries after one, up to another, by a filter and by sorts, given what was posted.
func (r *Reader) change(filter, only string, all *tracker.Telling, after, through tracker.Seq) (*tracker.Change, error) {
	before, knows := r.known(all, after)
	key := told{filter: filter, only: only, from: last(r.news, after), through: last(r.news, through), knows: knows}
	return once(r.changes, key, func() (*tracker.Change, error) {
		f, err := r.filter(filter)
		now, _ := r.known(all, through)
		c := tracker.Between(before, now)
		if filter != "" || only != "" {
			c = c.Narrow(f, strings.Fields(only), before, now)
		}
		return &c, err
	})
}

// upto is the Book as it stood after a Seq, as far as it matters here.
func (r *Reader) upto(seq tracker.Seq) *tracker.Book {
	seq = last(r.news, seq)
	b, _ := once(r.books, seq, func() (*tracker.Book, error) { return r.Book.Upto(seq), nil })
	return b
}

// last is the last of some Seqs, which are in order, up to one; 0 if there is none.
func last(of []tracker.Seq, upto tracker.Seq) tracker.Seq {
	if i := after(of, upto); i > 0 {
		return of[i-1]
	}
	return 0
}

// after is the place of the first of some Seqs, which are in order, that comes after one.
func after(of []tracker.Seq, seq tracker.Seq) int {
	return sort.Search(len(of), func(i int) bool { return of[i] > seq })
}

// milestones are the round numbers that the list reached, and the groups that are complete now, by those who joined.
func (r *Reader) milestones(c *tracker.Change, f tracker.Filter, before, now *tracker.Book) []answer.Milestone {
	var all []answer.Milestone
	reached := func(category tracker.Category, was, is int) {
		if n := round(is); was < n {
			all = append(all, answer.Milestone{Category: category, Count: n})
		}
	}
	joined := tracker.CountOf(c.Who(tracker.Joined))
	for _, category := range tracker.Categories() {
		if joined.Of(category) > 0 && category != tracker.Uncategorised {
			reached(category, before.Counts().Of(category), now.Counts().Of(category))
		}
	}
	if len(f) == 0 && joined.Total() > 0 {
		reached("", before.Counts().Total(), now.Counts().Total())
	}
	if joined.State == 0 {
		return all
	}
	had, has := before.States(), now.States()
	for i := range r.Call.Groups {
		g := &r.Call.Groups[i]
		lacked := slices.ContainsFunc(g.Members, func(country string) bool { return had[country] == nil })
		if lacked && !slices.ContainsFunc(g.Members, func(country string) bool { return has[country] == nil }) {
			all = append(all, answer.Milestone{Group: g, Count: len(g.Members)})
		}
	}
	return all
}

// round is the largest number up to n that has one digit and then zeros, at least one.
func round(n int) int {
	unit := 10
	for n >= 10*unit {
		unit *= 10
	}
	return n / unit * unit
}

// disagreeing are the headline figures that don't agree with the list on any day of their date, with the nearest number.
func (r *Reader) disagreeing(c *tracker.Change, through tracker.Seq) map[tracker.Reported]int {
	book := r.upto(through)
	days := map[tracker.Day]tracker.Counts{}
	on := func(day tracker.Day, category tracker.Category) int {
		if _, ok := days[day]; !ok {
			days[day] = book.AsOf(day).Counts()
		}
		if category == tracker.TotalFigure {
			return days[day].Total()
		}
		return days[day].Of(category)
	}
	rolled := map[tracker.Reported]int{}
	for _, m := range c.Which(tracker.FigurePublished) {
		f := m.Figure
		if f.Date.First() < book.Begins() {
			continue
		}
		first, last := on(f.Date.First(), f.Category), on(f.Date.Last(), f.Category)
		nearest := min(max(f.Value, min(first, last)), max(first, last))
		apart := max(nearest-f.Value, f.Value-nearest)
		switch {
		case f.Qualifier == tracker.Exactly && apart > 0, f.Qualifier == tracker.AtLeast && nearest < f.Value, f.Qualifier == tracker.About && 10*apart > f.Value:
			rolled[f] = nearest
		}
	}
	return rolled
}

// diff is the line that shows in full how the list changed; empty if no two days do.
func (r *Reader) diff(after, through tracker.Seq) string {
	var first, end tracker.Day
	for e := range r.Book.Entries(after) {
		if e.Seq > through {
			break
		}
		if _, ok := e.Event.(tracker.Changed); ok {
			if first == "" {
				first = e.On
			}
			first, end = min(first, e.On), max(end, e.On)
		}
	}
	if first <= r.Book.Begins() {
		return ""
	}
	return "diff " + string(tracker.DayOf(first.Time().AddDate(0, 0, -1))) + " " + string(end)
}
