package chart

import (
	"image/color"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"rollcall/tracker"
)

// A look is how a line is told from the others: by its colour, its dashes and its marker, each of which does alone.
type look struct {
	color  color.RGBA
	dashes []vg.Length
	shape  draw.GlyphDrawer
}

// lookOf is the look of a category; that of a line of all categories comes last.
func lookOf(c tracker.Category) look {
	looks := []look{
		{color.RGBA{0x00, 0x72, 0xb2, 0xff}, nil, draw.CircleGlyph{}},                                                     // blue
		{color.RGBA{0xe6, 0x9f, 0x00, 0xff}, []vg.Length{10, 8}, polygon{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}},             // orange
		{color.RGBA{0x00, 0x9e, 0x73, 0xff}, []vg.Length{28, 10}, polygon{{-1.2, -1}, {1.2, -1}, {0, 1.2}}},               // bluish green
		{color.RGBA{0xd5, 0x5e, 0x00, 0xff}, []vg.Length{44, 9, 9, 9}, polygon{{0, -1.4}, {1.4, 0}, {0, 1.4}, {-1.4, 0}}}, // vermilion
		{color.RGBA{0xcc, 0x79, 0xa7, 0xff}, []vg.Length{18, 8, 6, 8}, polygon{{-1.2, 1}, {1.2, 1}, {0, -1.2}}},           // reddish purple
		{color.RGBA{0x00, 0x00, 0x00, 0xff}, nil, draw.CircleGlyph{}},
	}
	if i := slices.Index(tracker.Categories(), c); i >= 0 {
		return looks[i]
	}
	return looks[len(looks)-1]
}

func (l look) glyph() draw.GlyphStyle {
	return draw.GlyphStyle{Color: l.color, Radius: marker, Shape: l.shape}
}

// A polygon is a filled marker, whose corners are given in radii.
type polygon [][2]vg.Length

// DrawGlyph draws the marker around a point.
func (p polygon) DrawGlyph(c *draw.Canvas, s draw.GlyphStyle, at vg.Point) {
	corners := make([]vg.Point, len(p))
	for i, corner := range p {
		corners[i] = vg.Point{X: at.X + corner[0]*s.Radius, Y: at.Y + corner[1]*s.Radius}
	}
	c.FillPolygon(s.Color, corners)
}
