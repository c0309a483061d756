// Package chart draws how the list changed over time, as a PNG.
//
// It draws what an answer of kind chart holds, and writes on the picture the words that come with it: nothing is counted,
// worded or translated here. Lines are steps, since the list changes on days, and the axis of numbers begins at zero. Each
// line has a colour of Okabe and Ito's palette, which colour-blind people can tell apart, and is labelled at its end, so that
// no colour has to be known to read it. A category has the same one on every picture. The type is large enough for a phone.
//
// The same answer gives the same bytes. Nothing is read or fetched: the fonts come with the program.
package chart

import (
	"errors"
	"image/color"
	"image/png"
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

// ErrNothing says that an answer has nothing to draw; its text says why.
var ErrNothing = errors.New("there is nothing to draw")

// Sizes on the picture, in pixels.
const (
	margin      = 40
	gap         = 14 // between neighbours
	titleSize   = 44
	labelSize   = 34
	footerSize  = 25
	smallest    = 12 // to which type shrinks before it is cut
	titleHeight = 165
	footHeight  = 150
	labelWidth  = 430
	lineWidth   = 5
	leader      = 40 // from a line's end to its label
)

var (
	ink  = color.Gray{0x22}
	grey = color.Gray{0x55}
	rule = color.Gray{0xdd}
)

// colours are those of the categories, in their order; the last is that of all together.
var colours = []color.RGBA{{0x00, 0x72, 0xb2, 0xff}, {0xe6, 0x9f, 0x00, 0xff}, {0x00, 0x9e, 0x73, 0xff}, {0xd5, 0x5e, 0x00, 0xff}, {0xcc, 0x79, 0xa7, 0xff}, {0x00, 0x00, 0x00, 0xff}}

func colourOf(c tracker.Category) color.Color {
	if i := slices.Index(tracker.Categories(), c); i >= 0 {
		return colours[i]
	}
	return colours[len(colours)-1]
}

// Draw writes the picture of an answer's chart, once its words have been written.
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

	title := fit(style(fonts, titleSize, ink, xfont.WeightBold), c.Size().X, titleHeight, a.Picture.Title)
	title.draw(c, c.Min.X, c.Max.Y)
	foot := fit(style(fonts, footerSize, grey, xfont.WeightNormal), c.Size().X, footHeight, a.Picture.Footer...)
	y := c.Min.Y + foot.height()
	foot.draw(c, c.Min.X, y)

	d := draw.Crop(c, 0, 0, foot.height()+gap, -title.height()-gap)
	axis := fit(style(fonts, labelSize, grey, xfont.WeightNormal), d.Size().X, d.Size().Y/4, a.Picture.Axis)
	axis.draw(d, d.Min.X, d.Max.Y)
	lines(draw.Crop(d, 0, 0, 0, -axis.height()-gap), a, fonts)
	return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, canvas.Image())
}

// lines draws the axes, a line for each series, and its label.
func lines(c draw.Canvas, a *answer.ChartFacts, fonts text.Handler) {
	labels := newLabels(a.Picture.Labels, fonts, c.Size().Y)
	column := c.Max.X - labels.width() - 2*gap - leader
	f := newFrame(c, a, fonts, column)
	f.draw(c)
	ends := make([]vg.Point, len(a.Series))
	for i, s := range a.Series {
		steps := make([]vg.Point, 0, 2*len(s.Points))
		for _, point := range s.Points {
			at := vg.Point{X: f.x(dayNumber(point.Day)), Y: f.y(point.Count)}
			if n := len(steps); n > 0 {
				steps = append(steps, vg.Point{X: at.X, Y: steps[n-1].Y})
			}
			steps = append(steps, at)
		}
		ends[i] = vg.Point{X: f.x(f.until), Y: f.y(s.Last().Count)}
		c.StrokeLines(draw.LineStyle{Color: colourOf(s.Filters.Category), Width: lineWidth}, append(steps, ends[i]))
	}
	labels.place(ends, c.Min.Y, c.Max.Y)
	for i, s := range a.Series {
		at := vg.Point{X: column + leader + gap, Y: labels[i].middle}
		c.StrokeLines(draw.LineStyle{Color: colourOf(s.Filters.Category), Width: 3}, []vg.Point{ends[i], at})
		labels[i].draw(c, at.X+gap, at.Y+labels[i].height()/2)
	}
}

// dayNumber is a day's place on the axis of dates.
func dayNumber(d tracker.Day) float64 { return float64(d.Time().Unix() / (24 * 60 * 60)) }
