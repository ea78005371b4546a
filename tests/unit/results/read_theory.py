"""Reads small_sweep() with made_up_theory() (made_up_theory.hpp) as someone would who plots theory beside measurement."""
import sys
from pathlib import Path

try:
    import h5py
    import netCDF4
    import numpy
    import xarray
except ImportError:
    sys.exit(77)

folder = Path(sys.argv[1])
name = "activation.second_moment"
quantities = [name, "gradient.preactivation"]

with xarray.open_dataset(folder / "theory.nc") as ds:
    assert ds.attrs["quantities"] == quantities
    assert ds[name].attrs["ancillary_variables"].split()[:4] == [
        name + end for end in (".infinite_width", ".finite_width", ".predicted_std", ".verdict")]
    assert "ancillary_variables" not in ds["gradient.preactivation"].attrs
    assert list(ds.attrs["no_theory"]) == ["", "residual-preact has no theory yet", "", ""]

    measured = ds[name].sel(statistic="mean")
    predicted, verdict = ds[name + ".finite_width"], ds[name + ".verdict"]
    assert predicted.dims == ("network.depth", "initializer", "layer") == measured.dims
    assert predicted.attrs["units"] == "1" and "predicted mean" in predicted.attrs["long_name"]
    ratio = (predicted / measured).sel({"network.depth": 10}).values
    assert numpy.array_equal(ratio, numpy.ones((2, 4))), ratio
    wrong = (predicted / measured).sel({"network.depth": 2, "initializer": "he_normal"}).values
    assert numpy.array_equal(wrong, [1, 1, 1.5, numpy.nan], equal_nan=True), wrong

    assert verdict.dtype == "int32"
    assert "_FillValue" not in verdict.attrs and "_FillValue" not in verdict.encoding
    words = dict(zip(verdict.attrs["flag_values"].tolist(), verdict.attrs["flag_meanings"].split()))
    found = [words[v] for v in verdict.sel({"network.depth": 2}).values.ravel().tolist()]
    assert found == ["pass", "pass", "fail", "none"] + 4 * ["none"], found

with netCDF4.Dataset(folder / "theory.nc") as ds:
    assert list(ds.dimensions) == ["network.depth", "initializer", "layer", "statistic"]
    assert ds[name + ".predicted_std"].dimensions == ("network.depth", "initializer", "layer")
    assert ds[name + ".verdict"].flag_values.dtype == ds[name + ".verdict"].dtype

with h5py.File(folder / "theory.nc") as file:
    assert file[name + ".infinite_width"].shape == (2, 2, 4)
    assert file[name + ".infinite_width"].dims[2][0][:].tolist() == [0, 1, 2, 10]
