// Package chart draws how the roll went over time, as a PNG.
//
// It draws what an answer of kind chart holds, and writes on the picture the words that come with it: nothing is counted,
// worded or translated here. Lines are steps, since the roll changes on days, and the axis of numbers begins at zero. Each
// line has a colour of Okabe and Ito's palette, which colour-blind people can tell apart, and also a dash pattern and a
// marker, and is labelled at its end. A category looks the same on every picture. The type is large enough for a phone.
//
// The same answer gives the same bytes. Nothing is read or fetched: the fonts come with the program.
package chart

import (
	"errors"
	"image/color"
	"io"
	"slices"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"rollcall/tracker"
	"rollcall/tracker/answer"
)

// Width and Height are the size of a picture in pixels.
const (
	Width  = 1600
	Height = 900
)

// ErrNothing says that an answer has nothing to draw; its text tells why.
var ErrNothing = errors.New("there is nothing to draw")

// Sizes on the picture, in pixels.
const (
	margin      = 40
	gap         = 14 // between things that stand beside one another
	titleSize   = 44
	labelSize   = 34
	footerSize  = 25
	smallest    = 12 // to which type shrinks before it is cut
	titleHeight = 165
	footHeight  = 150
	labelWidth  = 430
	lineWidth   = 5
	marker      = 11 // its radius
	marks       = 6  // markers on each line
	leader      = 40 // from a line's end to its label
)

var (
	ink  = color.Gray{0x22}
	grey = color.Gray{0x55}
	rule = color.Gray{0xdd}
)

// Draw writes the picture of the chart that an answer tells of, once its words have been written.
func Draw(w io.Writer, a *answer.ChartFacts) error {
	if a == nil {
		return ErrNothing
	}
	fonts, err := newFonts()
	if err != nil {
		return err
	}
	canvas := vgimg.NewWith(vgimg.UseWH(Width, Height), vgimg.UseDPI(72))
	c := draw.New(canvas)
	c.SetColor(color.White)
	c.Fill(c.Path())
	c = draw.Crop(c, margin, -margin, margin, -margin)

	title := fit(a.Picture.Title, style(fonts, titleSize, ink, xfont.WeightBold), c.Size().X, titleHeight).balanced()
	title.draw(c, c.Min.X, c.Max.Y)
	foot := fitAll(a.Picture.Footer, style(fonts, footerSize, grey, xfont.WeightNormal), c.Size().X, footHeight)
	y := c.Min.Y + foot.height()
	foot.draw(c, c.Min.X, y)

	d := draw.Crop(c, 0, 0, foot.height()+gap, -title.height()-gap)
	axis := fit(a.Picture.Axis, style(fonts, labelSize, grey, xfont.WeightNormal), d.Size().X, d.Size().Y/4)
	axis.draw(d, d.Min.X, d.Max.Y)
	lines(draw.Crop(d, 0, 0, 0, -axis.height()-gap), a, fonts)
	_, err = vgimg.PngCanvas{Canvas: canvas}.WriteTo(w)
	return err
}

// lines draws the axes, a line for each series, and its label.
func lines(c draw.Canvas, a *answer.ChartFacts, fonts text.Handler) {
	labels := newLabels(a.Picture.Labels, fonts, c.Size().Y)
	column := c.Max.X - labels.width() - 2*(gap+marker) - leader
	f := newFrame(c, a, fonts, column)
	f.draw(c)
	ends := make([]vg.Point, len(a.Series))
	for i, s := range a.Series {
		l := lookOf(s.Filters.Category)
		steps := make([]vg.Point, 0, 2*len(s.Points))
		for _, point := range s.Points {
			at := vg.Point{X: f.x(dayNumber(point.Day)), Y: f.y(point.Count)}
			if n := len(steps); n > 0 {
				steps = append(steps, vg.Point{X: at.X, Y: steps[n-1].Y})
			}
			steps = append(steps, at)
		}
		ends[i] = vg.Point{X: f.x(f.until), Y: f.y(s.Last().Count)}
		c.StrokeLines(draw.LineStyle{Color: l.color, Width: lineWidth, Dashes: l.dashes}, append(steps, ends[i]))
		for m := range marks {
			// Each line's markers stand a little beside those of the others.
			day := f.since + (f.until-f.since)*(float64(m)+float64(i+1)/float64(len(a.Series)+1))/marks
			at, _ := slices.BinarySearchFunc(s.Points, day, func(p answer.Point, day float64) int {
				if dayNumber(p.Day) <= day {
					return -1
				}
				return 1
			})
			c.DrawGlyphNoClip(l.glyph(), vg.Point{X: f.x(day), Y: f.y(s.Points[max(at, 1)-1].Count)})
		}
	}
	labels.place(ends, c.Min.Y, c.Max.Y)
	for i, s := range a.Series {
		l := lookOf(s.Filters.Category)
		at := vg.Point{X: column + leader + gap, Y: labels[i].middle}
		c.StrokeLines(draw.LineStyle{Color: l.color, Width: 2}, []vg.Point{ends[i], at})
		c.DrawGlyphNoClip(l.glyph(), at)
		labels[i].draw(c, at.X+marker+gap, at.Y+labels[i].height()/2)
	}
}

// dayNumber is where a day stands on the axis of dates.
func dayNumber(d tracker.Day) float64 { return float64(d.Time().Unix() / (24 * 60 * 60)) }
