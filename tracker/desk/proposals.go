package desk

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/query"
)

// What somebody who isn't an admin may propose: so much at once, and one more every so often. A list is one proposal.
const (
	proposals     = 50
	proposalAfter = time.Minute
)

// propose records proposals, n of them, unless somebody makes too many.
func (d *Desk) propose(ctx context.Context, r tracker.Request, admin bool, n int, decide decision) (tracker.Done, error) {
	if admin || d.IsAdmin(r.By) || len(d.Tracker.Book().Ref(r.Ref)) > 0 {
		return d.Tracker.Do(ctx, r, decide)
	}
	if n > proposals {
		return tracker.Done{}, tracker.Refuse("Those are %d proposals; at most %d can be made at once. A list can be uploaded as one. Nothing was stored.", n, proposals)
	}
	wait, giveBack := d.proposed.Take(r.By, n)
	if wait > 0 {
		return tracker.Done{}, tracker.Refuse("You have proposed a lot in a short time; please try again in %d min. Nothing was stored.", int(math.Ceil(wait.Minutes())))
	}
	done, err := d.Tracker.Do(ctx, r, decide)
	if err != nil {
		giveBack()
	}
	return done, err
}

// suggest records what edits say as proposals, one for each line, for an admin to approve.
func (d *Desk) suggest(ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	if c, _ := first(slices.DeleteFunc(slices.Clone(args), tracker.Token.Break)); c.edit == nil {
		wrong := tracker.Refuse("Say what you suggest as an admin would type it, such as: suggest withdraw NAME source:https://…")
		return d.otherwise(d.reading(r), "suggest", args, wrong), nil
	}
	all := d.statements(query.Lines(r.Tokens), true)
	done, err := d.propose(ctx, tracker.Request{By: r.By, Ref: r.Ref}, r.Admin, len(all), inTurn(all, func(s statement) decision {
		return d.Call.Since(tracker.Propose(s.edit.on, s.because, s.edit.decide))
	}))
	a := &answer.SuggestedFacts{Book: done.After, Decides: r.Admin || d.IsAdmin(r.By)}
	for _, e := range done.Entries {
		a.Proposals = append(a.Proposals, done.After.Proposal(e.Seq))
	}
	return d.tells(a), err
}

// reason takes out why a suggestion is made: because:, the words behind because, or note: where the edit has none of its own.
func reason(c command, args []tracker.Token) (rest []tracker.Token, because string) {
	said := func(text string) { because = strings.TrimSpace(because + " " + text) }
	own := c.Name == "add" || c.Name == "edit"
	speaking := false
	for i, t := range args {
		switch {
		case t.Key == "because", t.Key == "note" && !own:
			said(t.Text)
		case t.Key != "":
			speaking = false
			rest = append(rest, t)
		case i > 0 && !t.Quoted && strings.EqualFold(t.Text, "because"):
			speaking = true
		case speaking:
			said(t.Text)
		default:
			rest = append(rest, t)
		}
	}
	return rest, because
}

// proposals lists those that are open.
func (d *Desk) proposals(_ context.Context, r Request, _ []tracker.Token) (answer.Answer, error) {
	at := d.reading(r)
	return d.tells(&answer.ProposalsFacts{Book: at.Book, Proposals: at.Book.Proposals()}), nil
}

// approve reads: approve NUMBER…|FROM-TO, which is all or nothing.
func (d *Desk) approve(ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	all, err := d.numbers(args, "approve")
	if err != nil {
		return answer.Answer{}, err
	}
	return d.record(ctx, r, oneByOne(all, func(n tracker.Seq) decision { return tracker.Approve(n, r.By, d.Approvals == "other") }))
}

// reject reads: reject NUMBER…|FROM-TO [reason:TEXT], which is all or nothing.
func (d *Desk) reject(ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	f, err := read(args, "reject")
	if err != nil {
		return answer.Answer{}, err
	}
	all, err := d.numbers(f.words, "reject")
	if err != nil {
		return answer.Answer{}, err
	}
	return d.setting(ctx, r, oneByOne(all, func(n tracker.Seq) decision { return tracker.Reject(n, f.values["reason"]) }))
}

// oneByOne decides about several entries as one batch, each on the Book that those before it lead to.
func oneByOne(all []tracker.Seq, decide func(tracker.Seq) decision) decision {
	return func(b *tracker.Book) ([]tracker.Event, error) {
		var events []tracker.Event
		for _, n := range all {
			said, after, err := next(b, decide(n), len(all) > 1)
			if err != nil {
				return nil, err
			}
			b, events = after, append(events, said...)
		}
		return events, nil
	}
}

// undo reads: undo [NUMBER]. Without a number it takes back what the same person recorded last.
func (d *Desk) undo(ctx context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	if last := strings.ToLower(query.Text(args)); last == "" || last == "last" {
		return d.record(ctx, r, func(b *tracker.Book) ([]tracker.Event, error) {
			last, ok := b.LastBy(r.By)
			if !ok {
				return nil, tracker.Refuse("There is nothing of yours that could be undone. Nothing was changed.")
			}
			return tracker.Undo(last)(b)
		})
	}
	n, err := number(args, "undo")
	if err != nil {
		return answer.Answer{}, err
	}
	return d.record(ctx, r, tracker.Undo(n))
}
