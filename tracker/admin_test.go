package tracker_test

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"rollcall/tracker"
)

// refused holds that a decision is refused in some words, about some field.
func refused(t *testing.T, tr *tracker.Tracker, decide decision, field, says string) {
	t.Helper()
	wantRefused(t, tr, decide, says)
	_, err := tr.Do(t.Context(), tracker.Request{By: "U1"}, decide)
	var refusal tracker.Refusal
	if errors.As(err, &refusal); refusal.About != field {
		t.Errorf("%q is about %q, want %q", refusal.Error(), refusal.About, field)
	}
}

func by(user string) tracker.Request { return tracker.Request{By: user} }

// valid holds that a stored ledger has no violations, and reads as the Book does.
func valid(t *testing.T, tr *tracker.Tracker, l tracker.Ledger) {
	t.Helper()
	if broken := tracker.Verify(stored(t, l)); len(broken) > 0 {
		t.Errorf("the ledger is not valid: %v", broken)
	}
	same(t, "opened again, the Book", read(open(t, l).Book()), read(tr.Book()))
}

func amended(s tracker.Supporter, change func(*tracker.Supporter)) decision {
	change(&s)
	return tracker.Amend(s.ID, s, source, today())
}

func TestAmendRefusesBadInput(t *testing.T) {
	tr, _ := small(t)
	book := tr.Book()
	for name, c := range map[string]struct {
		id          tracker.Seq
		change      func(*tracker.Supporter)
		field, says string
	}{
		"nothing changed":         {2, func(*tracker.Supporter) {}, "", "recorded so already"},
		"who left":                {4, func(s *tracker.Supporter) { s.Note = "n" }, "", "isn't listed"},
		"who isn't there":         {2, func(s *tracker.Supporter) { s.ID = 99 }, "", "There is no supporter 99"},
		"no name":                 {2, func(s *tracker.Supporter) { s.Name = "" }, "name", "letter or digit"},
		"a name that calls":       {2, func(s *tracker.Supporter) { s.Name = "<!here>" }, "name", "<"},
		"another's name":          {2, func(s *tracker.Supporter) { s.Name = "Example Ltd" }, "name", "Example Ltd is listed already"},
		"another's name as alias": {2, func(s *tracker.Supporter) { s.Aliases, s.Category = []string{"example ltd"}, tracker.Company }, "alias", "Example Ltd is listed already"},
		"another's alias as name": {3, func(s *tracker.Supporter) { s.Name, s.Category, s.Country = "EF", tracker.CivilSociety, "" }, "name",
			"Example Foundation is listed already"},
		"an empty alias":                {2, func(s *tracker.Supporter) { s.Aliases = []string{""} }, "alias", "letter or digit"},
		"no category":                   {2, func(s *tracker.Supporter) { s.Category = "" }, "category", "category"},
		"an unknown kind":               {2, func(s *tracker.Supporter) { s.Kind = "castle" }, "kind", "castle"},
		"an unknown country":            {2, func(s *tracker.Supporter) { s.Country = "XX" }, "country", "XX"},
		"a state without a country":     {2, func(s *tracker.Supporter) { s.Category = tracker.State }, "country", "needs its country"},
		"a second state with a country": {2, func(s *tracker.Supporter) { s.Category, s.Country = tracker.State, "FR" }, "country", "France"},
		"joined on a day that is none":  {2, func(s *tracker.Supporter) { s.Joined = "2019-02-30" }, "joined", "2019-02-30"},
		"joined in the future":          {2, func(s *tracker.Supporter) { s.Joined = "2999" }, "joined", "future"},
		"a website that is none":        {2, func(s *tracker.Supporter) { s.Website = "example" }, "website", "web address"},
		"a website that is a script":    {2, func(s *tracker.Supporter) { s.Website = "javascript:alert(1)" }, "website", "web address"},
		"a website that is too long": {2, func(s *tracker.Supporter) {
			s.Website = "https://example.org/" + strings.Repeat("a", tracker.MaxSource)
		}, "website", "website"},
		"a note that is too long":          {2, func(s *tracker.Supporter) { s.Note = strings.Repeat("n", tracker.MaxText+1) }, "note", "501"},
		"a note that turns":                {2, func(s *tracker.Supporter) { s.Note = "\u202E" }, "note", "note"},
		"only what it doesn't say changed": {2, func(s *tracker.Supporter) { s.FirstListed, s.Source = "2001-01-01", "https://example.org/other" }, "", "recorded so already"},
	} {
		t.Run(name, func(t *testing.T) {
			tr, _ := small(t)
			refused(t, tr, amended(*book.Supporter(c.id), c.change), c.field, c.says)
		})
	}
	said := *book.Supporter(2)
	said.Note = "n"
	refused(t, tr, tracker.Amend(2, said, "", today()), "source", "known from")
	refused(t, tr, tracker.Amend(2, said, "hearsay", today()), "source", "web address")
}

func TestAmendPutsRightWhatItSays(t *testing.T) {
	tr, l := small(t)
	old := *tr.Book().Supporter(2)
	said := tracker.Supporter{Name: "Sample Foundation", Aliases: []string{"EF", "Sample Foundation", "EF"}, Category: tracker.Company, Kind: "foundation", Country: "de",
		Joined: "2020-05", Website: "https://example.org/", Note: "it moved", ID: 77, FirstListed: "2001-01-01", Left: tracker.Departure{Status: tracker.Removed}}
	done := do(t, tr, by("U1"), tracker.Amend(2, said, "https://example.org/new", today()))
	want := tracker.Supporter{ID: 2, Name: "Sample Foundation", Aliases: []string{"EF", "Example Foundation"}, Category: tracker.Company, Kind: "foundation",
		Country: "DE", Joined: "2020-05", JoinedSource: "https://example.org/new", FirstListed: old.FirstListed, Source: old.Source, Website: "https://example.org/", Note: "it moved"}
	if got := done.After.Supporter(2); !reflect.DeepEqual(*got, want) {
		t.Errorf("it is now\n%+v, want\n%+v", *got, want)
	}
	if ev := done.Entries[0].Event.(tracker.Changed); ev.Why != tracker.Recategorised || ev.Source != "https://example.org/new" {
		t.Errorf("the entry says %s, from %s", ev.Why, ev.Source)
	}
	// Back to the old name: both stay findable, and neither is an alias of itself.
	back := want
	back.Name = "Example Foundation"
	done = do(t, tr, by("U1"), tracker.Amend(2, back, source, today()))
	if got := done.After.Supporter(2); !slices.Equal(got.Names(), []string{"Example Foundation", "EF", "Sample Foundation"}) || got.JoinedSource != "https://example.org/new" {
		t.Errorf("its names are %q, joined according to %s", got.Names(), got.JoinedSource)
	}
	if why := done.Entries[0].Event.(tracker.Changed).Why; why != tracker.Amended {
		t.Errorf("the entry says %s", why)
	}
	back.Joined = ""
	if got := do(t, tr, by("U1"), tracker.Amend(2, back, source, today())).After.Supporter(2); got.Joined != "" || got.JoinedSource != "" {
		t.Errorf("it still joined on %s according to %s", got.Joined, got.JoinedSource)
	}
	valid(t, tr, l)
}

func TestANameThatSaysAndOtherwiseIsTaken(t *testing.T) {
	tr, _ := small(t)
	do(t, tr, by("U1"), add(company("Example & Sons")))
	for _, name := range []string{"Example and Sons", "EXAMPLE ET SONS", "Example Sons", "Example + Sons", "Example und sons"} {
		refused(t, tr, add(company(name)), "name", "Example & Sons is listed already (you wrote "+name+")")
		refused(t, tr, amended(*tr.Book().Supporter(3), func(s *tracker.Supporter) { s.Name = name }), "name", "Example & Sons")
	}
	// A name that says and in one word is another name.
	do(t, tr, by("U1"), add(company("Example-and-Sons")))
	if got := tr.Book().Named("example and sons"); len(got) != 1 || got[0].Name != "Example-and-Sons" {
		t.Errorf("by its letters, %d are found", len(got))
	}
}

func TestMergeMakesTwoOne(t *testing.T) {
	for name, c := range map[string]struct {
		from, into, want     tracker.Date
		listed, other, first tracker.Day
	}{
		"the first joined earlier":              {"2018-11-12", "2020", "2018-11-12", "2019-01-01", "2020-01-01", "2019-01-01"},
		"the second joined earlier":             {"2020", "2018-11-12", "2018-11-12", "2020-01-01", "2019-01-01", "2019-01-01"},
		"when the first joined isn't known":     {"", "2019", "2019", "2019-01-01", "2019-01-01", "2019-01-01"},
		"when the second joined isn't known":    {"2019", "", "2019", "2019-01-01", "", "2019-01-01"},
		"of one year, the first more precisely": {"2019-05-03", "2019", "2019-05-03", "", "2019-01-01", "2019-01-01"},
		"of one year, the other more precisely": {"2019", "2019-05-03", "2019-05-03", "2019-01-01", "2018-12-12", "2018-12-12"},
	} {
		t.Run(name, func(t *testing.T) {
			from := tracker.Supporter{ID: 1, Name: "Old Ltd", Aliases: []string{"OL"}, Category: tracker.CivilSociety, Joined: c.from, JoinedSource: "https://example.org/a", FirstListed: c.listed}
			into := tracker.Supporter{ID: 2, Name: "New Ltd", Aliases: []string{"NL"}, Category: tracker.Company, Joined: c.into, JoinedSource: "https://example.org/b", FirstListed: c.other}
			l := &tracker.Memory{}
			tr := open(t, l)
			if err := tr.Fill(t.Context(), []tracker.Entry{entry(1, "2026-03-01", tracker.Changed{Why: tracker.Joined, Supporter: from}),
				entry(2, "2026-03-01", tracker.Changed{Why: tracker.Joined, Supporter: into})}); err != nil {
				t.Fatal(err)
			}
			done := do(t, tr, by("U1"), tracker.Merge(1, 2, source))
			gone, stays := done.After.Supporter(1), done.After.Supporter(2)
			if gone.Left != (tracker.Departure{Status: tracker.Merged, On: today(), Source: source, Into: 2}) {
				t.Errorf("the first left as %+v", gone.Left)
			}
			joinedSource := map[bool]string{true: "https://example.org/a", false: "https://example.org/b"}[c.want == c.from]
			if stays.Joined != c.want || stays.JoinedSource != joinedSource || stays.FirstListed != c.first || !slices.Equal(stays.Names(), []string{"New Ltd", "NL", "Old Ltd", "OL"}) {
				t.Errorf("the second is %+v", stays)
			}
			if got := done.After.Counts(); got != (tracker.Counts{Company: 1}) {
				t.Errorf("the list counts %+v", got)
			}
			if change := tracker.Between(done.Before, done.After); !maps.Equal(change.Sizes(), map[tracker.Why]int{tracker.WasMerged: 1, tracker.Amended: 1}) {
				t.Errorf("the change is %+v", change)
			}
			refused(t, tr, add(company("Old Ltd")), "name", "New Ltd is listed already")
			valid(t, tr, l)
		})
	}
	tr, _ := small(t)
	for name, c := range map[string]struct {
		from, into tracker.Seq
		field      string
		source     string
		says       string
	}{
		"into itself":       {3, 3, "", source, "into itself"},
		"nobody":            {9, 3, "", source, "no supporter 9"},
		"into nobody":       {3, 9, "", source, "no supporter 9"},
		"who left":          {4, 3, "", source, "Gone & Away isn't listed"},
		"into who left":     {3, 4, "", source, "Gone & Away isn't listed"},
		"without a source":  {3, 2, "source", "", "known from"},
		"a source of words": {3, 2, "source", "they told me", "web address"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, tr, tracker.Merge(c.from, c.into, c.source), c.field, c.says) })
	}
}

func TestClaimAndRetract(t *testing.T) {
	tr, l := small(t)
	fine := tracker.Claimed{Name: "Example State", Category: tracker.State, Country: "fr", Date: "2020", Standing: "announced", Claim: "will sign", Source: source}
	with := func(change func(*tracker.Claimed)) decision {
		c := fine
		change(&c)
		return tracker.Claim(c, today())
	}
	for name, c := range map[string]struct {
		decide      decision
		field, says string
	}{
		"no name":               {with(func(c *tracker.Claimed) { c.Name = "" }), "name", "letter"},
		"on the roll":           {with(func(c *tracker.Claimed) { c.Name = "exämple" }), "name", "Example Foundation is listed"},
		"an unknown category":   {with(func(c *tracker.Claimed) { c.Category = tracker.TotalFigure }), "category", "total"},
		"an unknown country":    {with(func(c *tracker.Claimed) { c.Country = "XX" }), "country", "XX"},
		"no date":               {with(func(c *tracker.Claimed) { c.Date = "" }), "on", "not a date"},
		"a date to come":        {with(func(c *tracker.Claimed) { c.Date = "2999" }), "on", "future"},
		"an unknown standing":   {with(func(c *tracker.Claimed) { c.Standing = "rumoured" }), "standing", "rumoured"},
		"no source":             {with(func(c *tracker.Claimed) { c.Source = "" }), "source", "known from"},
		"many words":            {with(func(c *tracker.Claimed) { c.Claim = strings.Repeat("c", tracker.MaxText+1) }), "claim", "501"},
		"retracted, no reason":  {tracker.Retract(1, ""), "reason", "why"},
		"retracted, long":       {tracker.Retract(1, strings.Repeat("r", tracker.MaxText+1)), "reason", "501"},
		"retracted, a join":     {tracker.Retract(1, "r"), "", "neither a figure nor a claim"},
		"retracted, no entry":   {tracker.Retract(99, "r"), "", "neither a figure nor a claim"},
		"retracted, no number":  {tracker.Retract(0, "r"), "", "neither a figure nor a claim"},
		"retracted, a step off": {tracker.Retract(5, "r"), "", "neither a figure nor a claim"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, tr, c.decide, c.field, c.says) })
	}
	claim := do(t, tr, by("U1"), tracker.Claim(fine, today())).Entries[0]
	if ev := claim.Event.(tracker.Claimed); ev.Country != "FR" || claim.On != min("2020-12-31", today()) {
		t.Errorf("it is recorded as of %s: %+v", claim.On, ev)
	}
	refused(t, tr, with(func(c *tracker.Claimed) { c.Country = "FR" }), "", "recorded already")
	figure := do(t, tr, by("U1"), tracker.Report(tracker.Reported{Date: "2020-05", Category: tracker.State, Value: 80, Qualifier: tracker.AtLeast, Source: source}, today())).Entries[0]
	before := tr.Book()
	for _, e := range []tracker.Entry{claim, figure} {
		done := do(t, tr, by("U2"), tracker.Retract(e.Seq, "misread"))
		if done.Entries[0].On != e.On {
			t.Errorf("what took effect on %s is taken back on %s", e.On, done.Entries[0].On)
		}
		refused(t, tr, tracker.Retract(e.Seq, "again"), "", "taken back by U2 on "+string(today()))
	}
	for _, b := range []*tracker.Book{tr.Book(), tr.Book().AsOf("2020-12-31"), tr.Book().AsOf("2020-05-31")} {
		if len(b.Figures())+len(b.Claims()) != 0 {
			t.Errorf("it still has %v and %v", b.Figures(), b.Claims())
		}
	}
	if len(before.Figures()) != 1 || len(before.Claims()) != 1 || len(tr.Book().Upto(before.Head()).Figures()) != 1 {
		t.Error("the Book before the retraction lost what it had")
	}
	valid(t, tr, l)
}

func TestAProposalIsRecordedWhenItIsApproved(t *testing.T) {
	tr, l := small(t)
	yesterday := tracker.DayOf(today().Time().AddDate(0, 0, -1))
	begins := tr.Book().Begins()
	done := do(t, tr, by("U2"), tracker.Propose(begins, "they told me", add(company("New Ltd"))))
	id := done.Entries[0].Seq
	if done.After.Counts() != done.Before.Counts() || len(done.After.Named("New Ltd")) != 0 {
		t.Error("it is on the list before it is approved")
	}
	p := done.After.Proposal(id)
	if p == nil || p.By != "U2" || p.Seq != id || p.On != begins || p.Note != "they told me" || len(p.Events) != 1 || !slices.Equal(done.After.Proposals(), []*tracker.Proposal{p}) {
		t.Fatalf("the proposal is %+v", p)
	}
	refused(t, tr, tracker.Approve(id, "U2", true), "", "another admin")
	refused(t, tr, tracker.Approve(id+1, "U1", true), "", "no proposal")
	done = do(t, tr, by("U1"), tracker.Approve(id, "U1", true))
	if len(done.Entries) != 2 || done.Entries[0].Batch != 0 || done.Entries[1].Batch != done.Entries[0].Seq || done.Entries[1].On != begins || done.Entries[1].By != "U1" {
		t.Errorf("it is recorded as %+v", done.Entries)
	}
	if s := done.After.Supporter(done.Entries[1].Seq); s == nil || s.Name != "New Ltd" || s.FirstListed != begins || s.Status() != tracker.Listed {
		t.Errorf("the list has %+v", s)
	}
	for _, e := range done.Entries {
		if !reflect.DeepEqual(tr.Book().Batch(e.Seq), done.Entries) {
			t.Errorf("entry %d is of the batch %+v", e.Seq, tr.Book().Batch(e.Seq))
		}
	}
	says := fmt.Sprintf("Proposal %d was approved by U1 on %s", id, today())
	refused(t, tr, tracker.Approve(id, "U3", true), "", says)
	refused(t, tr, tracker.Reject(id, "no"), "", says)

	id = do(t, tr, by("U2"), tracker.Propose(today(), "", tracker.Withdraw(2, source))).Entries[0].Seq
	refused(t, tr, tracker.Reject(id, strings.Repeat("r", tracker.MaxText+1)), "reason", "501")
	done = do(t, tr, by("U3"), tracker.Reject(id, "not so"))
	if len(done.After.Proposals()) != 0 || done.After.Supporter(2).Status() != tracker.Listed {
		t.Error("what was rejected stays")
	}
	refused(t, tr, tracker.Approve(id, "U1", true), "", "was rejected by U3")
	// Proposers can approve their own, unless somebody else has to.
	id = do(t, tr, by("U2"), tracker.Propose(today(), "", tracker.Withdraw(2, source))).Entries[0].Seq
	if done := do(t, tr, by("U2"), tracker.Approve(id, "U2", false)); done.After.Supporter(2).Left.On != today() {
		t.Errorf("it left as %+v", done.After.Supporter(2).Left)
	}
	if yesterday < begins {
		refused(t, tr, tracker.Propose(yesterday, "", add(company("Early Ltd"))), "on", "records begin")
	}
	valid(t, tr, l)
}

func TestWhatWouldBeRefusedIsNotProposed(t *testing.T) {
	tr, _ := small(t)
	for name, c := range map[string]struct {
		decide      decision
		field, says string
	}{
		"a supporter on the roll":    {tracker.Propose(today(), "", add(company("Example Ltd"))), "name", "listed already"},
		"no source":                  {tracker.Propose(today(), "", tracker.Withdraw(2, "")), "source", "known from"},
		"who left":                   {tracker.Propose(today(), "", tracker.Withdraw(4, source)), "", "isn't listed"},
		"before its last change":     {tracker.Propose("2020-01-01", "", tracker.Withdraw(2, source)), "on", "would be before that"},
		"before the records begin":   {tracker.Propose("2020-01-01", "", add(company("New Ltd"))), "on", "records begin"},
		"in the future":              {tracker.Propose("2999-01-01", "", tracker.Withdraw(2, source)), "on", "future"},
		"on a day that is none":      {tracker.Propose("2020-02-30", "", tracker.Withdraw(2, source)), "on", "2020-02-30"},
		"on no day":                  {tracker.Propose("", "", tracker.Withdraw(2, source)), "on", "not a day"},
		"a note of many pages":       {tracker.Propose(today(), strings.Repeat("n", tracker.MaxText+1), tracker.Withdraw(2, source)), "note", "501"},
		"an admin":                   {tracker.Propose(today(), "", tracker.Grant("U2")), "", "Only changes"},
		"a subscription":             {tracker.Propose(today(), "", tracker.Subscribe(tracker.Subscribed{Channel: "C1"}, 0)), "", "Only changes"},
		"a proposal":                 {tracker.Propose(today(), "", tracker.Propose(today(), "", tracker.Withdraw(2, source))), "", "Only changes"},
		"to undo":                    {tracker.Propose(today(), "", tracker.Undo(2)), "", "Only changes"},
		"nothing":                    {tracker.Propose(today(), "", tracker.Prefer("U1", "")), "", "nothing to propose"},
		"two that don't go together": {tracker.Propose(today(), "", two(tracker.Changed{Why: tracker.Joined, Supporter: tracker.Supporter{Name: "Example Ltd", Category: tracker.Company}})), "name", "listed already"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, tr, c.decide, c.field, c.says) })
	}
}

func TestAProposalIsRefusedWhereTheRollMovedOn(t *testing.T) {
	figure := tracker.Reported{Date: "2020-05", Category: tracker.State, Value: 80, Qualifier: tracker.AtLeast, Source: source}
	claim := tracker.Claimed{Name: "New Ltd", Category: tracker.Company, Date: "2020", Standing: "expected", Source: source}
	state := tracker.Supporter{Name: "Deutschland", Category: tracker.State, Country: "DE", Source: source}
	other := state
	other.Name = "Germany"
	for name, c := range map[string]struct {
		proposed, meanwhile decision
		field, says         string
	}{
		"the supporter changed":       {tracker.Withdraw(2, source), tracker.Remove(2, "", source), "", "Example Foundation changed since proposal 6 was made: entry 7, recorded by U3"},
		"the other of a merger":       {tracker.Merge(2, 3, source), tracker.Withdraw(3, source), "", "Example Ltd changed since"},
		"who was to come back came":   {add(company("Gone & Away")), add(company("Gone & Away")), "", "Gone & Away changed since"},
		"the name is taken":           {add(company("New Ltd")), add(company("NEW Ltd.")), "name", "NEW Ltd. is listed already"},
		"the name is taken otherwise": {add(company("New and Co")), add(company("New & Co")), "name", "New & Co is listed already"},
		"the state is there":          {add(state), add(other), "country", "Germany is listed already"},
		"the figure is there":         {tracker.Report(figure, today()), tracker.Report(figure, today()), "", "figure is recorded already"},
		"the claim is there":          {tracker.Claim(claim, today()), tracker.Claim(claim, today()), "", "claim is recorded already"},
		"who was claimed joined":      {tracker.Claim(claim, today()), add(company("New Ltd")), "name", "New Ltd is listed already"},
	} {
		t.Run(name, func(t *testing.T) {
			tr, l := small(t)
			id := do(t, tr, by("U2"), tracker.Propose(today(), "", c.proposed)).Entries[0].Seq
			do(t, tr, by("U3"), c.meanwhile)
			refused(t, tr, tracker.Approve(id, "U1", true), c.field, c.says)
			if len(tr.Book().Proposals()) != 1 {
				t.Error("it is no longer open")
			}
			valid(t, tr, l)
		})
	}
	t.Run("a figure was taken back", func(t *testing.T) {
		tr, _ := small(t)
		entry := do(t, tr, by("U1"), tracker.Report(figure, today())).Entries[0].Seq
		id := do(t, tr, by("U2"), tracker.Propose(today(), "", tracker.Retract(entry, "misread"))).Entries[0].Seq
		do(t, tr, by("U3"), tracker.Retract(entry, "misread"))
		refused(t, tr, tracker.Approve(id, "U1", true), "", "no figure or claim that stands")
	})
	t.Run("what else changed doesn't matter", func(t *testing.T) {
		tr, l := small(t)
		id := do(t, tr, by("U2"), tracker.Propose(today(), "", tracker.Merge(2, 3, source))).Entries[0].Seq
		do(t, tr, by("U3"), tracker.Withdraw(1, source))
		if done := do(t, tr, by("U1"), tracker.Approve(id, "U1", true)); done.After.Counts() != (tracker.Counts{Company: 1}) || len(done.Entries) != 3 {
			t.Errorf("the list counts %+v after %d entries", done.After.Counts(), len(done.Entries))
		}
		valid(t, tr, l)
	})
}

func TestOfTwoWhoSettleAProposalAtOnceOneWins(t *testing.T) {
	for round := range 20 {
		l := &tracker.Memory{}
		first := open(t, l)
		do(t, first, by("U1"), add(company("Example Ltd")))
		id := do(t, first, by("U2"), tracker.Propose(today(), "", add(company("New Ltd")))).Entries[0].Seq
		// One process, or two that share a ledger.
		second := first
		if round%2 == 0 {
			second = open(t, l)
		}
		settle := map[*tracker.Tracker][]decision{first: {tracker.Approve(id, "U1", true)}}
		if round%4 < 2 {
			settle[second] = append(settle[second], tracker.Approve(id, "U3", true))
		} else {
			settle[second] = append(settle[second], tracker.Reject(id, "no"))
		}
		var mu sync.Mutex
		var wg sync.WaitGroup
		won, told := 0, 0
		for tr, decisions := range settle {
			for i, decide := range decisions {
				wg.Go(func() {
					_, err := tr.Do(t.Context(), by(fmt.Sprint("U", i)), decide)
					mu.Lock()
					defer mu.Unlock()
					var refusal tracker.Refusal
					switch {
					case err == nil:
						won++
					case errors.As(err, &refusal) && (strings.Contains(err.Error(), "was approved by U") || strings.Contains(err.Error(), "was rejected by U")):
						told++
					default:
						t.Error(err)
					}
				})
			}
		}
		wg.Wait()
		if won != 1 || told != 1 {
			t.Errorf("%d won and %d were refused", won, told)
		}
		if broken := tracker.Verify(stored(t, l)); len(broken) > 0 {
			t.Errorf("the ledger is not valid: %v", broken)
		}
	}
}

func TestAdminsAreGrantedAndRevoked(t *testing.T) {
	tr, l := small(t)
	do(t, tr, by("U1"), tracker.Grant("U2"))
	refused(t, tr, tracker.Grant("U2"), "user", "admin already")
	refused(t, tr, tracker.Revoke("U2", nil), "user", "last admin")
	refused(t, tr, tracker.Revoke("U1", []string{"U1"}), "user", "configuration")
	refused(t, tr, tracker.Revoke("U3", []string{"U1"}), "user", "not an admin")
	do(t, tr, by("U1"), tracker.Grant("W012AB3CD"))
	if got := tr.Book().Admins(); !slices.Equal(got, []string{"U2", "W012AB3CD"}) {
		t.Errorf("the admins are %v", got)
	}
	before := tr.Book()
	do(t, tr, by("U1"), tracker.Revoke("U2", nil))
	refused(t, tr, tracker.Revoke("U2", nil), "user", "not an admin")
	refused(t, tr, tracker.Revoke("W012AB3CD", nil), "user", "last admin")
	do(t, tr, by("U1"), tracker.Revoke("W012AB3CD", []string{"U1"}))
	if len(tr.Book().Admins()) != 0 || !slices.Equal(before.Admins(), []string{"U2", "W012AB3CD"}) {
		t.Errorf("the admins are %v, and were %v", tr.Book().Admins(), before.Admins())
	}
	valid(t, tr, l)
}

func TestALanguageIsKept(t *testing.T) {
	tr, l := small(t)
	refused(t, tr, tracker.Prefer("U1", "French"), "language", "two small letters")
	for _, lang := range []string{"fr", "en", ""} {
		before := tr.Book()
		if got := do(t, tr, by("U1"), tracker.Prefer("C012AB3CD", lang)).After.Language("C012AB3CD"); got != lang {
			t.Errorf("it is answered in %q, want %q", got, lang)
		}
		if before.Language("C012AB3CD") == lang || tr.Book().Language("U1") != "" {
			t.Error("another language changed, too")
		}
		if done := do(t, tr, by("U1"), tracker.Prefer("C012AB3CD", lang)); len(done.Entries) != 0 {
			t.Error("what is so already is recorded again")
		}
	}
	valid(t, tr, l)
}

func TestNothingIsFromBeforeTheLaunch(t *testing.T) {
	call := &tracker.Call{Name: "Example Call", Launched: "2018-11-12"}
	tr, _ := small(t)
	early := company("New Ltd")
	early.Joined = "2018-11-11"
	for name, c := range map[string]struct {
		decide decision
		field  string
	}{
		"joined":          {add(early), "joined"},
		"proposed":        {tracker.Propose(today(), "", add(early)), "joined"},
		"reported":        {tracker.Report(tracker.Reported{Date: "2017", Category: tracker.State, Qualifier: tracker.About, Source: source}, today()), "on"},
		"claimed":         {tracker.Claim(tracker.Claimed{Name: "N", Category: tracker.State, Date: "2018-10", Standing: "expected", Source: source}, today()), "on"},
		"amended to have": {amended(*tr.Book().Supporter(2), func(s *tracker.Supporter) { s.Joined = "2017" }), "joined"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, tr, call.Since(c.decide), c.field, "launched on 2018-11-12") })
	}
	refused(t, tr, call.Since(add(company("Example Ltd"))), "name", "listed already")
	for i, joined := range []tracker.Date{"2018", "2018-11", "2018-11-12", ""} {
		s := company(fmt.Sprint("Late ", i))
		s.Joined = joined
		do(t, tr, by("U1"), call.Since(add(s)))
	}
}
