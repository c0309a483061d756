package chart

import (
	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"rollcall/tracker/answer"
)

// A frame is where days and numbers are on a picture.
type frame struct {
	left, right, bottom, top vg.Length
	since, until             float64
	numbers, dates           []tick
	letters                  text.Style // of both
}

// newFrame leaves room for numbers and dates, all of which end where the labels' column begins.
func newFrame(c draw.Canvas, a *answer.ChartFacts, fonts text.Handler, column vg.Length) *frame {
	most := 1
	for _, s := range a.Series {
		for _, point := range s.Points {
			most = max(most, point.Count)
		}
	}
	f := &frame{since: dayNumber(a.Since), until: dayNumber(a.Until), numbers: wholeNumbers(most, a.Picture.Number),
		letters: style(fonts, labelSize, ink, xfont.WeightNormal)}
	f.bottom, f.top = c.Min.Y+labelSize+2*gap, c.Max.Y-labelSize/2
	f.left, f.right = c.Min.X, column
	for _, n := range f.numbers {
		f.left = max(f.left, c.Min.X+f.letters.Width(n.label)+gap)
	}
	if f.dates = dates(a.Since, a.Until, a.Picture.Months, f.letters, f.right-f.left); len(f.dates) > 0 {
		first, last := f.dates[0], f.dates[len(f.dates)-1]
		f.left += max(0, c.Min.X-(f.x(first.at)-f.letters.Width(first.label)/2))
		f.right -= max(0, f.x(last.at)+f.letters.Width(last.label)/2-f.right)
	}
	return f
}

// x is the place of a day; a single day is in the middle.
func (f *frame) x(day float64) vg.Length {
	if f.since == f.until {
		return (f.left + f.right) / 2
	}
	return f.left + (f.right-f.left)*vg.Length((day-f.since)/(f.until-f.since))
}

// y is the place of a number.
func (f *frame) y(n int) vg.Length {
	return f.bottom + (f.top-f.bottom)*vg.Length(float64(n)/f.numbers[len(f.numbers)-1].at)
}

// draw draws a rule for each number, and the dates below.
func (f *frame) draw(c draw.Canvas) {
	t := f.letters
	t.XAlign, t.YAlign = text.XRight, text.YCenter
	for _, n := range f.numbers {
		y := f.y(int(n.at))
		c.StrokeLine2(draw.LineStyle{Color: rule, Width: 2}, f.left, y, f.right, y)
		c.FillText(t, vg.Point{X: f.left - gap, Y: y}, n.label)
	}
	axis := draw.LineStyle{Color: grey, Width: 2}
	c.StrokeLine2(axis, f.left, f.bottom, f.right, f.bottom)
	t.XAlign, t.YAlign = text.XCenter, text.YTop
	for _, d := range f.dates {
		x := f.x(d.at)
		c.StrokeLine2(axis, x, f.bottom, x, f.bottom-gap)
		c.FillText(t, vg.Point{X: x, Y: f.bottom - gap}, d.label)
	}
}
