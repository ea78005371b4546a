"""Reads small_grid() (made_up_phase.hpp) as its users would; an assertion fails when they would be surprised."""
import json
import math
import sys
from pathlib import Path

try:
    import h5py
    import netCDF4
    import xarray
except ImportError:
    sys.exit(77)

folder = Path(sys.argv[1])
numbers = ["q", "chi_1", "one_minus_c", "xi_c", "xi_q"]

with xarray.open_dataset(folder / "phase.nc") as ds:
    assert sorted(ds.data_vars) == sorted(numbers + ["fate"]), ds
    assert ds["sigma_b"].values.tolist() == [0, 0.3]
    assert ds["sigma_w"].values.tolist() == [0.5, 1, 1.5]
    for name in numbers + ["sigma_b", "sigma_w"]:
        assert ds[name].dtype == "float64", name
        assert ds[name].attrs["units"] == "1" and ds[name].attrs["long_name"], name
    for name in numbers + ["fate"]:
        assert ds[name].dims == ("sigma_b", "sigma_w"), name
        assert "_FillValue" not in ds[name].attrs and "_FillValue" not in ds[name].encoding, name

    assert ds["chi_1"].sel(sigma_b=0.3, sigma_w=1.5).item() == 1.25
    assert ds["xi_q"].sel(sigma_b=0.3, sigma_w=1.5).item() == 5e-324
    assert math.isinf(ds["q"].sel(sigma_b=0, sigma_w=1.5).item())
    assert math.isnan(ds["one_minus_c"].sel(sigma_b=0, sigma_w=1.5).item())
    fate = ds["fate"]
    words = dict(zip(fate.attrs["flag_values"].tolist(), fate.attrs["flag_meanings"].split()))
    assert [words[v] for v in fate.values.ravel().tolist()] == ["vanishes", "stays", "grows"] + 3 * ["converges"]

    assert ds.attrs["Conventions"] == "initlab-phase-1"
    assert ds.attrs["initlab_version"] == "0.1.0" and ds.attrs["git_revision"] == "0123abc"
    assert ds.attrs["title"] == "Phase diagram of leaky_relu(slope=0.2)"
    assert ds.attrs["command"].startswith("initlab phase leaky_relu --set slope=0.2 ")
    plugin, = json.loads(ds.attrs["plugins"])
    assert (plugin["id"], plugin["parameters"], plugin["sha256"]) == ("leaky_relu", "slope=0.2", "a1b2")

with netCDF4.Dataset(folder / "phase.nc") as ds:
    assert ds.data_model == "NETCDF4"
    assert list(ds.dimensions) == ["sigma_b", "sigma_w"]
    assert ds["fate"].dtype == "int32" == ds["fate"].flag_values.dtype
    assert not any(dimension.isunlimited() for dimension in ds.dimensions.values())

with h5py.File(folder / "phase.nc") as file:
    assert file["q"].shape == (2, 3)
    assert file["q"].dims[0][0][:].tolist() == [0, 0.3] and file["q"].dims[1][0][:].tolist() == [0.5, 1, 1.5]
    for name, dataset in file.items():
        assert "_FillValue" not in dataset.attrs, name
