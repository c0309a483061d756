// Package desk is the front desk: it takes one typed line and returns one Answer, for Slack, the terminal and the
// command line alike.
//
// Package query has the one table of commands; a line that is none is a question, which package ask understands. A reading
// command becomes a Query of package query; an edit becomes a decision of package tracker, and its Answer says what changed. Several
// lines of edits are one decision, all or none. What an admin may record, anybody may suggest, in the same words. Lists come
// in by [Desk.Import], and go out by [Desk.Export].
//
// People who aren't admins are refused an admin's command before it is read any further, and the refusal is logged. Refusals
// are Answers; an error is a fault of ours.
package desk

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/asked"
	"rollcall/tracker/names"
	"rollcall/tracker/query"
)

// A Config is what a Desk is made of.
type Config struct {
	Tracker   *tracker.Tracker
	Call      *tracker.Call
	Others    []Other                                         // that compare can look at
	CanPost   func(ctx context.Context, channel string) error // whether digests can be posted there; a Refusal says what to do about it
	Admins    []string                                        // ids of those who are admins by the configuration
	Named     func(id string) (person, channel bool)          // whether an id can be that of a person or a channel; nil: of neither
	Approvals string                                          // "other": nobody can approve their own proposal; otherwise any admin can
	Slash     string                                          // the command after which lines are typed; empty in a shell
	Store     Store                                           // nil: nothing is kept
	Asked     *asked.Log                                      // of questions that aren't understood; nil: they aren't kept
	Old       int                                             // after how many days without a comparison the official list is said to be old; 0: never
	Follow    func() (next time.Time, failures int)           // how it is followed: the next look, and how many failed in a row; nil: it isn't, here
	Log       *slog.Logger
}

// An Other is another call that this rollcall keeps. A Desk only reads its list.
type Other struct {
	Tracker *tracker.Tracker
	Call    *tracker.Call
	Command string // the slash command by which it is asked
}

// A Desk answers typed lines about one call. It is safe for concurrent use.
type Desk struct {
	Config
	index     index
	others    map[*tracker.Call]*index
	proposed  *Allowance
	comparing sync.Mutex // held while two lists are compared: one comparison at a time
}

// New makes a Desk.
func New(c Config) *Desk {
	c.Log = Seldom(c.Log)
	if c.Named == nil {
		c.Named = func(string) (person, channel bool) { return false, false }
	}
	d := &Desk{Config: c, index: index{tracker: c.Tracker, call: c.Call}, others: map[*tracker.Call]*index{}, proposed: NewAllowance(proposals, proposalAfter)}
	for _, o := range c.Others {
		d.others[o.Call] = &index{tracker: o.Tracker, call: o.Call}
	}
	return d
}

// IsAdmin reports whether somebody may edit the list, by the configuration or because another admin granted it.
func (d *Desk) IsAdmin(user string) bool {
	return slices.Contains(d.Admins, user) || slices.Contains(d.Tracker.Book().Admins(), user)
}

// Anywhere is a CanPost for a terminal, which shows what would be posted.
func Anywhere(context.Context, string) error { return nil }

// A Request is a typed line, and who typed it where.
type Request struct {
	By      string          // as recorded: a person's id, or shell:NAME
	Admin   bool            // By is one; else the Desk looks it up
	Channel string          // where the answer is read
	Ref     string          // the same for each delivery of the line; empty if it comes once
	Tokens  []tracker.Token // of edits: of one or several lines
	Form    bool            // the Tokens are what a form says
	Lang    string          // of the reader; a question is answered in its own. Empty: English
	Page    int             // of a long answer; 0: all on one, of which long lists are cut short; answer.Whole: all
	Again   *When           // an earlier question is answered as of then; only questions and reading commands are
	Before  string          // the line that was answered before, where the question can go on from it
	Of      string          // the question that the line was offered for
}

// A When is when something was asked: asked again with it, it is answered in the same way.
type When struct {
	Head  tracker.Seq
	Today tracker.Day
}

// Reads reports whether a line only asks, and changes nothing.
func Reads(line string) bool {
	words := strings.Fields(line)
	if len(words) == 0 {
		return true
	}
	c, ok := commandNamed(words[0])
	return !ok || c.OnlyAsks()
}

// Do answers one line, or several lines of edits.
func (d *Desk) Do(ctx context.Context, r Request) (answer.Answer, error) {
	a, err := d.answer(ctx, r)
	var refusal tracker.Refusal
	var wrong wrongLines
	switch {
	case errors.As(err, &wrong):
		errors.As(wrong.error, &refusal)
		lines := query.Lines(r.Tokens)
		for i, l := range wrong.lines {
			wrong.lines[i].Why = r.typed(lines[l.Number-1], l.Why)
		}
		a, err = d.tells(&answer.RefusedFacts{Refusal: refusal, Wrong: wrong.lines}), nil
	case errors.As(err, &refusal):
		a, err = d.tells(&answer.RefusedFacts{Refusal: r.typed(r.Tokens, refusal)}), nil
	}
	if err != nil {
		return answer.Answer{}, err
	}
	if f, ok := a.Facts.(*answer.UnknownFacts); ok && f.Refusal.Format == "" && r.Again == nil {
		d.note(asked.NotUnderstood, f.Subject, "", f.Readings...)
	}
	d.note(asked.Chosen, r.Of, query.Text(r.Tokens))
	a.Page, a.Slash = r.Page, d.Slash
	return answer.Write(a, answer.In(cmp.Or(a.Lang, r.Lang))), nil
}

// tells returns an answer that doesn't read the list.
func (d *Desk) tells(f answer.Facts) answer.Answer {
	a := answer.New(f)
	a.Call = d.Call
	return a
}

// typed adds how to type what a line lacks, unless the line comes from a form.
func (r Request) typed(line []tracker.Token, why tracker.Refusal) tracker.Refusal {
	if r.Form || slices.ContainsFunc(line, func(t tracker.Token) bool { return t.Key == why.About }) {
		return why
	}
	err := error(why)
	switch why.About {
	case "country":
		err = tracker.RefuseAbout("country", "%s Add country:XX, with its ISO 3166 code of two letters.", why)
	case "source":
		err = tracker.RefuseAbout("source", "%s Add source:https://… at the end.", why)
	case "anyway":
		err = tracker.RefuseAbout("anyway", "%s If it is somebody else, type the same again with the word anyway.", why)
	}
	errors.As(err, &why)
	return why
}

func (d *Desk) answer(ctx context.Context, r Request) (answer.Answer, error) {
	if len(r.Tokens) == 0 {
		return d.overview(), nil
	}
	lines := query.Lines(r.Tokens)
	if len(lines) > query.MaxLines {
		return answer.Answer{}, tracker.Refuse("Those are more than %d lines. Nothing was read of them, and nothing was changed.", query.MaxLines)
	}
	if slices.ContainsFunc(lines, func(line []tracker.Token) bool { return len(query.Text(line)) > query.MaxLine }) {
		return answer.Answer{}, tracker.Refuse("That is too long. Nothing was read of it, and nothing was changed.")
	}
	other, args, lang, perhaps, ok := d.asked(query.Text(r.Tokens))
	inOtherWords := func() (answer.Answer, error) {
		a, err := other.run(d, ctx, r, args)
		a.Lang = lang
		return a, err
	}
	if ok && !perhaps && !r.Tokens[0].Quoted {
		return inOtherWords()
	}
	c, ok := commandOf(r.Tokens[0])
	if !ok || c.isQuestion(r.Tokens) {
		a := d.follow(d.reading(r), query.Text(r.Tokens), r.Before, tracker.Refusal{})
		if a.Kind == answer.Unknown && perhaps {
			return inOtherWords()
		}
		if near := nearest(query.Text(r.Tokens), r.Admin || d.IsAdmin(r.By)); len(near) > 0 && len(r.Tokens) <= mostWords && (a.Kind == answer.Unknown || a.Status() == answer.UnknownName) {
			a = d.reading(r).Unknown(query.Text(r.Tokens)) // hlep is no name
			a.Suggestions = near
		}
		return a, nil
	}
	if c.Topic.ForAdmins() && !c.OnlyAsks() && !d.admitted(ctx, r, c.Name) {
		if c.edit != nil {
			return answer.Answer{}, tracker.Refuse("Only admins can %s. To propose it to them, type suggest before it. Nothing was changed.", c.Name)
		}
		return answer.Answer{}, tracker.Refuse("Only admins can %s. Nothing was changed.", c.Name)
	}
	if r.Again != nil && !c.OnlyAsks() {
		return answer.Answer{}, tracker.Refuse("A button only asks; %s has to be typed. Nothing was changed.", c.Name)
	}
	if !c.OnlyAsks() {
		defer d.index.catchUp()
	}
	a, err := c.run(d, ctx, r, r.Tokens[1:])
	if c.OnlyAsks() {
		a.Lang = cmp.Or(a.Lang, c.Spoken(r.Tokens[0].Text)) // aide
	}
	return a, err
}

// isQuestion reports whether a line that begins like a change is a question. No edit without a field has another name, is of “to”, or ends
// with a question mark: delete every supporter, claim to check, report says 81? Nor is any other change said by another name in so many
// words: stop giving me Slovenia, I asked for Slovakia.
func (c command) isQuestion(line []tracker.Token) bool {
	if c.OnlyAsks() || len(line) == 1 || slices.ContainsFunc(line, func(t tracker.Token) bool { return t.Key != "" }) {
		return false
	}
	named := strings.EqualFold(c.Name, line[0].Text)
	return c.edit != nil && (!named || strings.EqualFold(line[1].Text, "to") || strings.HasSuffix(query.Text(line), "?")) ||
		!named && len(line) > mostWords
}

// mostWords is how many words a change by another name of its command has, at most: stop all in this channel.
const mostWords = 5

// admitted reports whether a command for admins may be done, and logs it if not.
func (d *Desk) admitted(ctx context.Context, r Request, command string) bool {
	if r.Admin || d.IsAdmin(r.By) {
		return true
	}
	d.Log.WarnContext(ctx, "refused: not an admin", "by", r.By, "channel", r.Channel, "command", command, "line", query.Text(query.Lines(r.Tokens)[0]))
	return false
}

// reading is the Reader that answers a request.
func (d *Desk) reading(r Request) *query.Runner {
	if r.Again == nil {
		return d.Reader()
	}
	return d.index.past(r.Again.Head, r.Again.Today)
}

// nearest are lines with the commands that the first word is nearly one of. A line that ends like a question has none.
func nearest(line string, admin bool) []string {
	first, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	var near []string
	least := math.MaxInt
	for _, c := range commands() {
		most := min(len(c.Name), len(first)) / 3
		if len(first) < 4 {
			continue // how is no show
		}
		n := names.Edits(query.Verb(first), c.Name, most)
		if n == 0 && strings.EqualFold(first, c.Name) || n > min(most, least) || c.Topic.ForAdmins() && !admin || strings.HasSuffix(rest, "?") {
			continue
		}
		if n < least {
			near, least = nil, n
		}
		near = append(near, strings.TrimSpace(c.Name+" "+rest))
	}
	if len(near) > 0 && !slices.Contains(near, "help") {
		near = append(near, "help")
	}
	return near
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// Reader reads answers off the book as of now.
func (d *Desk) Reader() *query.Runner { return d.index.reader() }

// read answers a reading command. A line without a filter that begins like one can be a question: list the universities in Kenya.
func (d *Desk) read(r *query.Runner, verb string, args []tracker.Token) (answer.Answer, error) {
	q, err := r.Parse(verb, args)
	var wrong tracker.Refusal
	switch {
	case errors.As(err, &wrong):
		return d.otherwise(r, verb, args, wrong), nil
	case err != nil:
		return answer.Answer{}, err
	}
	a := r.Run(q)
	narrowly(&a, args)
	named := len(args) > 0 && args[0].Quoted // a name that is a command's, too
	if verb == "who" && !named && (a.Status() == answer.UnknownName || a.Kind == answer.Ambiguous || strangers(a)) {
		if asked := d.ask(r, verb+" "+query.Text(args), tracker.Refusal{}); asked.Kind != answer.Unknown || !d.readings(r).IsName(query.Text(args)) {
			if asked.Status() == answer.UnknownName {
				asked.Lang = "" // of a name, and a command
			}
			return asked, nil
		}
	}
	return a, nil
}

// strangers reports whether an answer about several names has one that nobody has.
func strangers(a answer.Answer) bool {
	f, ok := a.Facts.(*answer.NamedFacts)
	return ok && slices.ContainsFunc(f.Named, func(one answer.Answer) bool { return one.Status() == answer.UnknownName })
}

// narrowly offers the list's narrow kind where NGO was read as civil society, which is what people mean.
func narrowly(a *answer.Answer, said []tracker.Token) {
	line := strings.Fields(a.Line)
	i := slices.Index(line, string(tracker.CivilSociety))
	typed := func(t tracker.Token) bool {
		terms := names.TermsNamed(t.Text)
		return t.Key == "" && len(terms) > 0 && terms[0].Kind == "ngo"
	}
	if i >= 0 && slices.ContainsFunc(said, typed) {
		line[i] = "kind:ngo"
		a.Suggestions = append(a.Suggestions, strings.Join(line, " "))
	}
}

// otherwise answers a faulty reading command: as a question, or with a refusal that says what is wrong and has the help of its command.
func (d *Desk) otherwise(r *query.Runner, verb string, args []tracker.Token, wrong error) answer.Answer {
	var refusal tracker.Refusal
	errors.As(wrong, &refusal)
	filtered := slices.ContainsFunc(args, func(t tracker.Token) bool { return t.Key != "" })
	a := r.Unknown(query.Text(args)).With(&answer.UnknownFacts{Refusal: refusal})
	if !filtered && len(args) > 0 && refusal.About != tracker.WholeFilter && (verb != "principle" || strings.Trim(query.Text(args), "+-0123456789.,") != "") {
		a = d.ask(r, verb+" "+query.Text(args), refusal)
	}
	if f, ok := a.Facts.(*answer.UnknownFacts); ok && len(f.Readings) == 0 {
		a.Suggestions = []string{"help " + verb}
	}
	return a
}

// overview says what there is, how much of it, and what to try.
func (d *Desk) overview() answer.Answer {
	r := d.Reader()
	a := r.Run(query.Count{}).With(&answer.OverviewFacts{Totals: answer.TotalsOf(r.Book.Counts())})
	a.Line, a.Suggestions = "", r.Tries()
	return a
}

// help lists the commands, or those of a topic, or describes one.
func (d *Desk) help(_ context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	about := strings.ToLower(query.Text(args))
	if c, ok := commandNamed(about); ok {
		about = c.Name
	}
	tells := func(f answer.Facts, next ...string) (answer.Answer, error) {
		a := d.tells(f)
		a.Suggestions = next
		return a, nil
	}
	facts := &answer.HelpFacts{Admin: r.Admin || d.IsAdmin(r.By)}
	switch about {
	case "":
		return tells(facts, "help "+string(answer.HelpSupporters), "help "+string(answer.HelpDigests), "help "+string(answer.HelpCall))
	case string(tracker.ByGroup):
		return tells(&answer.GroupsFacts{}, "help")
	case "filter":
		return tells(&answer.HelpFacts{Terms: query.Terms()}, "help")
	}
	for _, c := range commands() {
		if about == string(c.Topic) {
			facts.Topic = c.Topic
		} else if about != c.Name {
			continue
		}
		facts.Commands = append(facts.Commands, c.Command)
	}
	switch {
	case len(facts.Commands) > 0:
		return tells(facts, "help")
	case len(args) > 1:
		return d.ask(d.reading(r), "help "+query.Text(args), tracker.Refusal{}), nil // help to victims: which principle?
	}
	return answer.Answer{}, tracker.Refuse("There is no help about “%s”. Type help alone, or help and one of: %s.", query.Text(args), strings.Join(answer.HelpTopics(), ", "))
}
