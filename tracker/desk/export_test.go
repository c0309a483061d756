package desk

// Making blocks the making of an index until the returned function is called.
func (d *Desk) Making() (done func()) {
	d.index.making.Lock()
	return d.index.making.Unlock
}
