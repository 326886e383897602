"""What scikit-learn makes of small columns, for packages/ml/src/preprocessing/fixtures.

    pip install scikit-learn==1.9.1
    python scripts/reference/preprocessing.py > packages/ml/src/preprocessing/fixtures/scikit-learn.json
"""
import json
import sys

import numpy as np
from scipy.stats import median_abs_deviation
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, OrdinalEncoder, StandardScaler

nan = float("nan")
training = np.array(
    [[0.5, 100.0], [nan, 180.0], [-1.25, nan], [2.0, 120.0], [0.75, 95.0], [3.5, 101.0], [-0.1, 250.0], [0.5, 99.0]]
)
test = np.array([[1.0, 90.0], [nan, 300.0], [-5.0, nan]])
sectors = np.array([["bank"], ["energy"], ["bank"], ["tech"], ["energy"], ["bank"]])
test_sectors = np.array([["tech"], ["shipping"], ["bank"]])


def table(values):
    return [[None if np.isnan(value) else float(value) for value in row] for row in np.asarray(values, dtype=float)]


low, high = np.nanquantile(training, [0.1, 0.9], axis=0)
centre = np.nanmedian(training, axis=0)
spread = median_abs_deviation(training, axis=0, nan_policy="omit", scale="normal")
ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan).fit(sectors)
json.dump(
    {
        "source": "scikit-learn 1.9.1 and scipy, scripts/reference/preprocessing.py",
        "training": table(training),
        "test": table(test),
        "sectors": sectors.ravel().tolist(),
        "testSectors": test_sectors.ravel().tolist(),
        "expected": {
            # scikit-learn divides by n
            "z-score": table(StandardScaler().fit(training).transform(test)),
            "min-max": table(MinMaxScaler().fit(training).transform(test)),
            "robust": table((test - centre) / spread),
            "mean": table(SimpleImputer(strategy="mean").fit(training).transform(test)),
            "median": table(SimpleImputer(strategy="median").fit(training).transform(test)),
            "most-frequent": table(SimpleImputer(strategy="most_frequent").fit(training).transform(test)),
            "winsorise": table(np.clip(test, low, high)),
            "one-hot": table(
                OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(sectors).transform(test_sectors)
            ),
            "ordinal": table(ordinal.transform(test_sectors)),
        },
    },
    sys.stdout,
    indent=1,
)
print()
