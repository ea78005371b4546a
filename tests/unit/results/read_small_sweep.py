"""Reads small_sweep() (made_up_run.hpp) as its users would; an assertion fails when they would be surprised."""
import json
import math
import sys
from pathlib import Path

try:
    import h5py
    import netCDF4
    import pandas
    import xarray
except ImportError:
    sys.exit(77)

folder = Path(sys.argv[1])
depths = [2.0, 10.0]
initializers = ["he_normal", 'normal(std=0.01, "µ")']
layers = [0, 1, 2, 10]
statistics = ["count", "mean", "standard_error", "std", "min", "max", "log_mean", "log_std", "nonfinite", "log_count"]
quantities = ["activation.second_moment", "gradient.preactivation"]


def log_mean(point, layer):
    """Of the activations, by the formula in made_up_run.hpp."""
    return 0.1 * point + 0.01 * layer


with xarray.open_dataset(folder / "sweep.nc") as ds:
    assert list(ds.data_vars) == quantities, ds
    assert ds["network.depth"].values.tolist() == depths
    assert ds["network.depth"].attrs["labels"] == ["2", "10"]
    assert ds["initializer"].values.tolist() == initializers
    assert ds["layer"].values.tolist() == layers
    assert ds["statistic"].values.tolist() == statistics
    moment = ds["activation.second_moment"]
    assert moment.dims == ("network.depth", "initializer", "layer", "statistic")
    assert moment.dtype == "float64"
    assert moment.attrs["units"] == "1"
    assert moment.attrs["long_name"].startswith("mean square")

    value = moment.sel({"network.depth": 10, "initializer": initializers[1], "layer": 10, "statistic": "log_mean"})
    assert math.isclose(value.item(), log_mean(3, 3), rel_tol=1e-14)
    absent = moment.sel({"network.depth": 2, "initializer": "he_normal", "layer": 10})
    assert absent.sel(statistic="count").item() == 0
    assert math.isnan(absent.sel(statistic="mean").item())

    for name in ds.variables:
        assert "_FillValue" not in ds[name].encoding, name
        assert "_FillValue" not in ds[name].attrs, name

    attributes = ds.attrs
    assert attributes["Conventions"] == "initlab-1"
    assert attributes["source"] == "initlab 0.1.0"
    assert attributes["experiment_text"] == "# Größe\nseed = 7\n"
    assert attributes["seed"] == 7 and attributes["seed_text"] == "7"
    assert attributes["trials"] == 100 and attributes["trials_per_block"] == 25
    assert attributes["engine"] == "revealed"
    assert [plugin["id"] for plugin in json.loads(attributes["plugins"])] == ["relu", "normal"]

with netCDF4.Dataset(folder / "sweep.nc") as ds:
    assert ds.data_model == "NETCDF4"
    assert ds["statistic"].dtype is str
    assert ds["layer"].dtype == "int32"
    assert list(ds.dimensions) == ["network.depth", "initializer", "layer", "statistic"]
    assert not any(dimension.isunlimited() for dimension in ds.dimensions.values())

with h5py.File(folder / "sweep.nc") as file:
    assert h5py.check_string_dtype(file["initializer"].dtype).encoding == "utf-8"
    assert file["initializer"].asstr()[:].tolist() == initializers
    assert file["activation.second_moment"].dims[2][0][:].tolist() == layers
    assert file.attrs["title"].decode() == "Depth of ReLU networks"
    for name, dataset in file.items():
        assert "_FillValue" not in dataset.attrs, name

table = pandas.read_csv(folder / "sweep.csv")
assert list(table.columns) == ["network.depth", "initializer", "layer", "observable"] + statistics[:8]
assert len(table) == 2 * (3 + 2) + 2 * (4 + 3)  # depth 2 lacks layer 10; layer 0 has no gradient
assert table.dtypes["mean"] == "float64"
row = table[(table["network.depth"] == 10) & (table["initializer"] == initializers[1]) & (table["layer"] == 10)]
assert math.isclose(row[row["observable"] == quantities[0]]["log_mean"].item(), log_mean(3, 3), rel_tol=1e-14)
