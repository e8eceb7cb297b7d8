"""How a run that trains is watched: what changes comes from an address of its own, without a run of the page.

A run of the page costs the browser a hundred times what there is to paint. So the page is drawn anew only where its
parts are others than before; the numbers, curves and pictures in them follow by themselves.
"""
