"""The law of one flow near the centre of a cell, and how far flows of a cell may be from it."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from listlab.analyse.answers import Array
from listlab.analyse.families import FAMILIES, Family, FamilyName, Jet

_ACROSS = 0.1  # width of a cell in location, over the width of its law
_ALONG = 0.08  # width of a cell in the logarithm of scale
_ALONG_SHAPE = 0.05  # and of shape, for gamma
_NOTHING = 1e-8  # share below which a threshold is out of a flow's reach


@dataclass(frozen=True)
class Kernel:
    """Cells of a family: where they lie on the plane of location and form, and their error.

    Location is log persons; form is the logarithm of the scale. For gamma location is the
    logarithm of the mean and form that of the shape.
    """

    name: FamilyName

    @property
    def family(self) -> Family:
        """The law with its derivatives."""
        return FAMILIES[self.name]

    @property
    def along(self) -> float:
        """Width of a cell in form."""
        return _ALONG_SHAPE if self.name == "gamma" else _ALONG

    def width(self, form: Array) -> Array:
        """Width of the law on the log scale at each form, or of its steeper side."""
        if self.name == "gamma":
            return np.asarray(np.minimum(np.sqrt(special.polygamma(1, np.exp(form))), 1.0))
        return np.asarray(np.exp(form))

    def across(self, form: Array) -> Array:
        """Width of a cell in location, log persons, at each form."""
        return _ACROSS * self.width(form)

    def reach(self, form: float) -> tuple[float, float]:
        """Least and largest log persons above location that have a chance, at one form."""
        width = float(self.width(np.array([form]))[0])
        z = width * np.linspace(-80.0, 80.0, 6401)
        zero = np.zeros(1)
        freed, caught = self.cdf(z, zero, form), self.sf(z, zero, form)
        low = z[np.searchsorted(freed, _NOTHING)]
        high = z[np.searchsorted(-caught, -_NOTHING)]
        return float(low - width), float(high + width)

    def cdf(self, log_v: Array, location: Array, form: Array | float) -> Array:
        """Share below."""
        return self.family.cdf(log_v, *self._order(location, np.asarray(form)))

    def sf(self, log_v: Array, location: Array, form: Array | float) -> Array:
        """Share at or above."""
        return self.family.sf(log_v, *self._order(location, np.asarray(form)))

    def jet(self, log_v: Array, location: Array, form: Array) -> Jet:
        """Share below with first and second derivatives, a by location and b by form."""
        jet = self.family.cdf_jet(log_v, *self._order(location, form))
        if self.name == "gamma":
            a, ab, aa = jet.a - jet.b, jet.ab - jet.bb, jet.aa - 2 * jet.ab + jet.bb
            return Jet(jet.value, jet.b, a, jet.bb, ab, aa)  # at a fixed mean, not scale
        return jet

    def error(self, forms: Array) -> float:
        """Largest error of the second-order expansion for any flow of cells with these forms.

        Found on a fine grid of thresholds at the corners and edges of the cells, where the
        remainder, of third order, is largest.
        """
        if self.name != "gamma":
            forms = forms[:1]  # cells of every scale look alike
        worst = 0.0
        for form in forms:
            half = float(self.across(np.array([form]))[0]) / 2, self.along / 2
            low, high = self.reach(float(form))
            at = np.linspace(low, high, 401)
            zero = np.zeros(1)
            jet = self.jet(at, zero, np.array([form]))
            for i, j in ((1, 1), (1, -1), (-1, 1), (-1, -1), (1, 0), (-1, 0), (0, 1), (0, -1)):
                u, v = i * half[0], j * half[1]
                near = expand(jet, u, v, (u * u, u * v, v * v))
                true = self.cdf(at, np.array([u]), form + v)
                worst = max(worst, float(np.abs(near - true).max()))
        return worst

    def _order(self, location: Array, form: Array) -> tuple[Array, Array]:
        return (form, location - form) if self.name == "gamma" else (location, form)


def expand(
    jet: Jet, u: Array | float, v: Array | float, squares: tuple[Array | float, ...]
) -> Array:
    """Second-order expansion at moments of the distance: first ones, and squares uu, uv, vv."""
    uu, uv, vv = squares
    return np.asarray(
        jet.value + jet.a * u + jet.b * v + jet.aa * uu / 2 + jet.ab * uv + jet.bb * vv / 2
    )
