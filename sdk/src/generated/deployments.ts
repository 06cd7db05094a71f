// Made from the compiled contracts by `npm run generate`: do not edit.
/** Where CREATE2 puts the contracts: the same on every chain. */
export const contractAddresses = {
  "quorumRegistry": "0xdBA71191A0BcBdf432c177e06E75D7de9D342f0D",
  "keyAnnouncements": "0xD47F0A977Bf10D1A201c43650308Ac8A9b2FdE75",
  "nodeRegistry": "0x434e1D50f6869AAc74a37fc6ef1BD9DCEd0c4a8E",
  "p256Verifier": "0x4bE5c8368f4B696Bd00A2cbFCABA21103811Ba24",
  "rsaVerifier": "0x151f7E8e4443C902213baEaaAAAE511AAd71fa2C",
  "webAuthnVerifier": "0x2C1e95a47F196EB9cE61c7550d1b7afeE06D4311",
  "p521Table": "0x181A1eEA2FB113b72bEA8aeA4194024695657FC5",
  "p521Verifier": "0xFB1dbeAAD2e66A60b58d7c20BA3167d81ae39619",
  "p521Sha256Verifier": "0x210eB52E2463d1Fbb715A9D829117825fAa22490",
  "slhDsaVerifier": "0xA188DA8977bbB79447689A86640A366FeaE5c495"
} as const;

/** The code that stands there, for checking: size, keccak256 with the immutables zeroed, and where these are. */
export const runtimeCodes = {
  "quorumRegistry": {
    "size": 11342,
    "hash": "0xfb3aae0e7e24afd5915332aaafb50a83155f31885db0973c02f032f2d40ef1ad",
    "immutables": [
      [
        395,
        32
      ],
      [
        435,
        32
      ],
      [
        481,
        32
      ],
      [
        6939,
        32
      ],
      [
        6977,
        32
      ],
      [
        7068,
        32
      ]
    ]
  },
  "keyAnnouncements": {
    "size": 7938,
    "hash": "0x754dc782d72b463554f7ce38497f6e91ebbd7e90e4d9f54b87cd614b24659152",
    "immutables": [
      [
        260,
        32
      ],
      [
        300,
        32
      ],
      [
        347,
        32
      ],
      [
        1064,
        32
      ],
      [
        2107,
        32
      ],
      [
        3978,
        32
      ],
      [
        4934,
        32
      ],
      [
        4972,
        32
      ],
      [
        5063,
        32
      ]
    ]
  },
  "nodeRegistry": {
    "size": 23390,
    "hash": "0x8f292b444e7b89a7c4372f2e44b6c3851c3017ddd9da613d334d7e31da985020",
    "immutables": [
      [
        692,
        32
      ],
      [
        732,
        32
      ],
      [
        779,
        32
      ],
      [
        4232,
        32
      ],
      [
        8447,
        32
      ],
      [
        10795,
        32
      ],
      [
        10837,
        32
      ],
      [
        11005,
        32
      ],
      [
        14473,
        32
      ],
      [
        18415,
        32
      ],
      [
        18563,
        32
      ],
      [
        19410,
        32
      ],
      [
        19563,
        32
      ]
    ]
  },
  "p256Verifier": {
    "size": 3086,
    "hash": "0x775dad78bac96a8a96d4f07f6d5c9ac13e36fe60809130c119692d48b12edff3",
    "immutables": []
  },
  "rsaVerifier": {
    "size": 1957,
    "hash": "0x32246ae1a1663fc207183950f4b8007af9ae8274bd1f3cd221b814193a9553c1",
    "immutables": []
  },
  "webAuthnVerifier": {
    "size": 4975,
    "hash": "0x570545a094e1cfe7e1e051740484a12ad8718f9085b0c49f2765d47aa8bfa43e",
    "immutables": []
  },
  "p521Table": {
    "size": 24576,
    "hash": "0xccb21d1556812c650af050536906c06546cecdc669837bdc71ce3e2489340cac",
    "immutables": []
  },
  "p521Verifier": {
    "size": 22186,
    "hash": "0x14b03e884426aa676f1a7b3cd5ae144f65162ecaaf92e17ed1972e20e5f21516",
    "immutables": [
      [
        390,
        32
      ],
      [
        825,
        32
      ]
    ]
  },
  "p521Sha256Verifier": {
    "size": 19046,
    "hash": "0x67beef911cfddc6eb5b4517d8fbe3d9836fb35cc77c96932e149b13a306761f2",
    "immutables": [
      [
        390,
        32
      ],
      [
        1117,
        32
      ]
    ]
  },
  "slhDsaVerifier": {
    "size": 5493,
    "hash": "0xa39900985299fb3115aa3eb3d7fbe14abf9a9c7a15a66f74291900588478b3e3",
    "immutables": []
  }
} as const;

/** What a chain has to offer each of them: the oldest rules that it runs under, and the contracts that are there before it. */
export const contractNeeds = {
  "quorumRegistry": {
    "rules": "london",
    "after": []
  },
  "keyAnnouncements": {
    "rules": "london",
    "after": [
      "quorumRegistry"
    ]
  },
  "nodeRegistry": {
    "rules": "london",
    "after": [
      "quorumRegistry"
    ]
  },
  "p256Verifier": {
    "rules": "london",
    "after": []
  },
  "rsaVerifier": {
    "rules": "london",
    "after": []
  },
  "webAuthnVerifier": {
    "rules": "cancun",
    "after": []
  },
  "p521Table": {
    "rules": "london",
    "after": []
  },
  "p521Verifier": {
    "rules": "london",
    "after": [
      "p521Table"
    ]
  },
  "p521Sha256Verifier": {
    "rules": "london",
    "after": [
      "p521Table"
    ]
  },
  "slhDsaVerifier": {
    "rules": "london",
    "after": []
  }
} as const;

/** Recorded deployments by chain id (deployments/<chain id>.json). */
export const deployments = {} as const;
