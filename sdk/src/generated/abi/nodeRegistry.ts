// Made from the compiled contracts by `npm run generate`: do not edit.
export const nodeRegistryAbi = [
  {
    "inputs": [
      {
        "internalType": "contract IQuorumRegistry",
        "name": "registry",
        "type": "address"
      },
      {
        "internalType": "bytes32[]",
        "name": "anchors_",
        "type": "bytes32[]"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "inputs": [
      {
        "internalType": "uint64",
        "name": "deadline",
        "type": "uint64"
      }
    ],
    "name": "NodeRegistryExpired",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "OcpiId",
        "name": "id",
        "type": "bytes5"
      },
      {
        "internalType": "address",
        "name": "holder",
        "type": "address"
      }
    ],
    "name": "NodeRegistryIdTaken",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NodeRegistryInvalidAnchors",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "certificate",
        "type": "bytes32"
      }
    ],
    "name": "NodeRegistryInvalidCertificate",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "OcpiId",
        "name": "id",
        "type": "bytes5"
      }
    ],
    "name": "NodeRegistryInvalidId",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint8",
        "name": "sender",
        "type": "uint8"
      },
      {
        "internalType": "uint8",
        "name": "receiver",
        "type": "uint8"
      }
    ],
    "name": "NodeRegistryInvalidModules",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint32",
        "name": "permissions",
        "type": "uint32"
      },
      {
        "internalType": "uint32",
        "name": "expected",
        "type": "uint32"
      }
    ],
    "name": "NodeRegistryInvalidPermissions",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint8",
        "name": "roles",
        "type": "uint8"
      }
    ],
    "name": "NodeRegistryInvalidRoles",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NodeRegistryInvalidSignature",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NodeRegistryInvalidSigner",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "length",
        "type": "uint256"
      }
    ],
    "name": "NodeRegistryInvalidText",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "certificate",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "endorsements",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "NodeRegistryNotEndorsed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "party",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      }
    ],
    "name": "NodeRegistryNotOffered",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      }
    ],
    "name": "NodeRegistryOperatorUnchanged",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint32",
        "name": "sequence",
        "type": "uint32"
      },
      {
        "internalType": "uint32",
        "name": "next",
        "type": "uint32"
      }
    ],
    "name": "NodeRegistryStaleSequence",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      }
    ],
    "name": "NodeRegistryUnknownNode",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "party",
        "type": "address"
      }
    ],
    "name": "NodeRegistryUnknownParty",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "provider",
        "type": "address"
      }
    ],
    "name": "NodeRegistryUnknownService",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "gasLeft",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "gasLimit",
        "type": "uint256"
      }
    ],
    "name": "SignersInsufficientGas",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "party",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "provider",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint32",
        "name": "permissions",
        "type": "uint32"
      },
      {
        "indexed": false,
        "internalType": "uint32",
        "name": "sequence",
        "type": "uint32"
      }
    ],
    "name": "AgreementCreated",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "party",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "provider",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint32",
        "name": "sequence",
        "type": "uint32"
      }
    ],
    "name": "AgreementRevoked",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "operator",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint32",
        "name": "sequence",
        "type": "uint32"
      }
    ],
    "name": "NodeDeleted",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "operator",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "string",
        "name": "url",
        "type": "string"
      },
      {
        "indexed": false,
        "internalType": "bytes",
        "name": "key",
        "type": "bytes"
      },
      {
        "indexed": false,
        "internalType": "uint32",
        "name": "sequence",
        "type": "uint32"
      }
    ],
    "name": "NodeSet",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "party",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "operator",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint32",
        "name": "sequence",
        "type": "uint32"
      }
    ],
    "name": "PartyOffered",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "party",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "OcpiId",
        "name": "id",
        "type": "bytes5"
      },
      {
        "indexed": false,
        "internalType": "uint32",
        "name": "sequence",
        "type": "uint32"
      }
    ],
    "name": "PartyReleased",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "party",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "OcpiId",
        "name": "id",
        "type": "bytes5"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "operator",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint8",
        "name": "roles",
        "type": "uint8"
      },
      {
        "indexed": false,
        "internalType": "uint8",
        "name": "sender",
        "type": "uint8"
      },
      {
        "indexed": false,
        "internalType": "uint8",
        "name": "receiver",
        "type": "uint8"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "certificate",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "uint32",
        "name": "sequence",
        "type": "uint32"
      }
    ],
    "name": "PartySet",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "provider",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint32",
        "name": "sequence",
        "type": "uint32"
      }
    ],
    "name": "ServiceDeleted",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "provider",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "string",
        "name": "name",
        "type": "string"
      },
      {
        "indexed": false,
        "internalType": "string",
        "name": "url",
        "type": "string"
      },
      {
        "indexed": false,
        "internalType": "uint32",
        "name": "permissions",
        "type": "uint32"
      },
      {
        "indexed": false,
        "internalType": "uint32",
        "name": "sequence",
        "type": "uint32"
      }
    ],
    "name": "ServiceSet",
    "type": "event"
  },
  {
    "inputs": [],
    "name": "REGISTRY",
    "outputs": [
      {
        "internalType": "contract IQuorumRegistry",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "party",
        "type": "address"
      }
    ],
    "name": "acceptParty",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "party",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "bytes",
            "name": "signer",
            "type": "bytes"
          },
          {
            "internalType": "uint32",
            "name": "sequence",
            "type": "uint32"
          },
          {
            "internalType": "uint64",
            "name": "deadline",
            "type": "uint64"
          },
          {
            "internalType": "bytes",
            "name": "signature",
            "type": "bytes"
          }
        ],
        "internalType": "struct Authorisation",
        "name": "by",
        "type": "tuple"
      }
    ],
    "name": "acceptPartyFor",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "party",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "provider",
        "type": "address"
      }
    ],
    "name": "agreementOf",
    "outputs": [
      {
        "internalType": "uint32",
        "name": "permissions",
        "type": "uint32"
      },
      {
        "internalType": "uint32",
        "name": "sequence",
        "type": "uint32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "party",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "cursor",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "limit",
        "type": "uint256"
      }
    ],
    "name": "agreementsPage",
    "outputs": [
      {
        "internalType": "address[]",
        "name": "providers",
        "type": "address[]"
      },
      {
        "internalType": "address",
        "name": "next",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "anchors",
    "outputs": [
      {
        "internalType": "bytes32[]",
        "name": "quorums",
        "type": "bytes32[]"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "provider",
        "type": "address"
      },
      {
        "internalType": "uint32",
        "name": "permissions",
        "type": "uint32"
      }
    ],
    "name": "createAgreement",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "provider",
        "type": "address"
      },
      {
        "internalType": "uint32",
        "name": "permissions",
        "type": "uint32"
      },
      {
        "components": [
          {
            "internalType": "bytes",
            "name": "signer",
            "type": "bytes"
          },
          {
            "internalType": "uint32",
            "name": "sequence",
            "type": "uint32"
          },
          {
            "internalType": "uint64",
            "name": "deadline",
            "type": "uint64"
          },
          {
            "internalType": "bytes",
            "name": "signature",
            "type": "bytes"
          }
        ],
        "internalType": "struct Authorisation",
        "name": "by",
        "type": "tuple"
      }
    ],
    "name": "createAgreementFor",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "deleteNode",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "bytes",
            "name": "signer",
            "type": "bytes"
          },
          {
            "internalType": "uint32",
            "name": "sequence",
            "type": "uint32"
          },
          {
            "internalType": "uint64",
            "name": "deadline",
            "type": "uint64"
          },
          {
            "internalType": "bytes",
            "name": "signature",
            "type": "bytes"
          }
        ],
        "internalType": "struct Authorisation",
        "name": "by",
        "type": "tuple"
      }
    ],
    "name": "deleteNodeFor",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "deleteParty",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "bytes",
            "name": "signer",
            "type": "bytes"
          },
          {
            "internalType": "uint32",
            "name": "sequence",
            "type": "uint32"
          },
          {
            "internalType": "uint64",
            "name": "deadline",
            "type": "uint64"
          },
          {
            "internalType": "bytes",
            "name": "signature",
            "type": "bytes"
          }
        ],
        "internalType": "struct Authorisation",
        "name": "by",
        "type": "tuple"
      }
    ],
    "name": "deletePartyFor",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "deleteService",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "bytes",
            "name": "signer",
            "type": "bytes"
          },
          {
            "internalType": "uint32",
            "name": "sequence",
            "type": "uint32"
          },
          {
            "internalType": "uint64",
            "name": "deadline",
            "type": "uint64"
          },
          {
            "internalType": "bytes",
            "name": "signature",
            "type": "bytes"
          }
        ],
        "internalType": "struct Authorisation",
        "name": "by",
        "type": "tuple"
      }
    ],
    "name": "deleteServiceFor",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "domainSeparator",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      }
    ],
    "name": "getNode",
    "outputs": [
      {
        "internalType": "string",
        "name": "domain",
        "type": "string"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "party",
        "type": "address"
      }
    ],
    "name": "getOperatorByAddress",
    "outputs": [
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      },
      {
        "internalType": "string",
        "name": "domain",
        "type": "string"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes2",
        "name": "countryCode",
        "type": "bytes2"
      },
      {
        "internalType": "bytes3",
        "name": "partyId",
        "type": "bytes3"
      }
    ],
    "name": "getOperatorByOcpi",
    "outputs": [
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      },
      {
        "internalType": "string",
        "name": "domain",
        "type": "string"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "partyAddress",
        "type": "address"
      }
    ],
    "name": "getPartyDetailsByAddress",
    "outputs": [
      {
        "internalType": "bytes2",
        "name": "countryCode",
        "type": "bytes2"
      },
      {
        "internalType": "bytes3",
        "name": "partyId",
        "type": "bytes3"
      },
      {
        "internalType": "uint8[]",
        "name": "modulesSender",
        "type": "uint8[]"
      },
      {
        "internalType": "uint8[]",
        "name": "modulesReceiver",
        "type": "uint8[]"
      },
      {
        "internalType": "uint8[]",
        "name": "roles",
        "type": "uint8[]"
      },
      {
        "internalType": "address",
        "name": "operatorAddress",
        "type": "address"
      },
      {
        "internalType": "string",
        "name": "operatorDomain",
        "type": "string"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes2",
        "name": "countryCode",
        "type": "bytes2"
      },
      {
        "internalType": "bytes3",
        "name": "partyId",
        "type": "bytes3"
      }
    ],
    "name": "getPartyDetailsByOcpi",
    "outputs": [
      {
        "internalType": "address",
        "name": "partyAddress",
        "type": "address"
      },
      {
        "internalType": "uint8[]",
        "name": "roles",
        "type": "uint8[]"
      },
      {
        "internalType": "uint8[]",
        "name": "modulesSender",
        "type": "uint8[]"
      },
      {
        "internalType": "uint8[]",
        "name": "modulesReceiver",
        "type": "uint8[]"
      },
      {
        "internalType": "address",
        "name": "operatorAddress",
        "type": "address"
      },
      {
        "internalType": "string",
        "name": "operatorDomain",
        "type": "string"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "provider",
        "type": "address"
      }
    ],
    "name": "getService",
    "outputs": [
      {
        "internalType": "bytes2",
        "name": "countryCode",
        "type": "bytes2"
      },
      {
        "internalType": "bytes3",
        "name": "partyId",
        "type": "bytes3"
      },
      {
        "internalType": "string",
        "name": "name",
        "type": "string"
      },
      {
        "internalType": "string",
        "name": "url",
        "type": "string"
      },
      {
        "internalType": "uint256[]",
        "name": "permissions",
        "type": "uint256[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "user",
        "type": "address"
      }
    ],
    "name": "getUserAgreementsByAddress",
    "outputs": [
      {
        "internalType": "address[]",
        "name": "providers",
        "type": "address[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes2",
        "name": "countryCode",
        "type": "bytes2"
      },
      {
        "internalType": "bytes3",
        "name": "partyId",
        "type": "bytes3"
      }
    ],
    "name": "getUserAgreementsByOcpi",
    "outputs": [
      {
        "internalType": "address[]",
        "name": "providers",
        "type": "address[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "user",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "provider",
        "type": "address"
      }
    ],
    "name": "hasUserAgreementByAddress",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes2",
        "name": "countryCode",
        "type": "bytes2"
      },
      {
        "internalType": "bytes3",
        "name": "partyId",
        "type": "bytes3"
      },
      {
        "internalType": "address",
        "name": "provider",
        "type": "address"
      }
    ],
    "name": "hasUserAgreementByOcpi",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "OcpiId",
        "name": "id",
        "type": "bytes5"
      }
    ],
    "name": "holderOf",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      }
    ],
    "name": "nodeOf",
    "outputs": [
      {
        "internalType": "string",
        "name": "url",
        "type": "string"
      },
      {
        "internalType": "bytes32",
        "name": "keyHash",
        "type": "bytes32"
      },
      {
        "internalType": "uint32",
        "name": "sequence",
        "type": "uint32"
      },
      {
        "internalType": "uint40",
        "name": "updatedAt",
        "type": "uint40"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "cursor",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "limit",
        "type": "uint256"
      }
    ],
    "name": "nodesPage",
    "outputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "operator",
            "type": "address"
          },
          {
            "internalType": "string",
            "name": "url",
            "type": "string"
          },
          {
            "internalType": "uint32",
            "name": "sequence",
            "type": "uint32"
          }
        ],
        "internalType": "struct NodeEntry[]",
        "name": "nodes",
        "type": "tuple[]"
      },
      {
        "internalType": "address",
        "name": "next",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      }
    ],
    "name": "offerParty",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "bytes",
            "name": "signer",
            "type": "bytes"
          },
          {
            "internalType": "uint32",
            "name": "sequence",
            "type": "uint32"
          },
          {
            "internalType": "uint64",
            "name": "deadline",
            "type": "uint64"
          },
          {
            "internalType": "bytes",
            "name": "signature",
            "type": "bytes"
          }
        ],
        "internalType": "struct Authorisation",
        "name": "by",
        "type": "tuple"
      }
    ],
    "name": "offerPartyFor",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "signer",
        "type": "bytes"
      }
    ],
    "name": "ownerOf",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "OcpiId",
        "name": "cursor",
        "type": "bytes5"
      },
      {
        "internalType": "uint256",
        "name": "limit",
        "type": "uint256"
      }
    ],
    "name": "partiesPage",
    "outputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "party",
            "type": "address"
          },
          {
            "internalType": "OcpiId",
            "name": "id",
            "type": "bytes5"
          },
          {
            "internalType": "uint8",
            "name": "roles",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "sender",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "receiver",
            "type": "uint8"
          },
          {
            "internalType": "address",
            "name": "operator",
            "type": "address"
          },
          {
            "internalType": "uint32",
            "name": "sequence",
            "type": "uint32"
          },
          {
            "internalType": "bytes32",
            "name": "certificate",
            "type": "bytes32"
          },
          {
            "internalType": "uint48",
            "name": "notAfter",
            "type": "uint48"
          }
        ],
        "internalType": "struct PartyEntry[]",
        "name": "parties",
        "type": "tuple[]"
      },
      {
        "internalType": "OcpiId",
        "name": "next",
        "type": "bytes5"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "party",
        "type": "address"
      }
    ],
    "name": "partyOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "party",
            "type": "address"
          },
          {
            "internalType": "OcpiId",
            "name": "id",
            "type": "bytes5"
          },
          {
            "internalType": "uint8",
            "name": "roles",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "sender",
            "type": "uint8"
          },
          {
            "internalType": "uint8",
            "name": "receiver",
            "type": "uint8"
          },
          {
            "internalType": "address",
            "name": "operator",
            "type": "address"
          },
          {
            "internalType": "uint32",
            "name": "sequence",
            "type": "uint32"
          },
          {
            "internalType": "bytes32",
            "name": "certificate",
            "type": "bytes32"
          },
          {
            "internalType": "uint48",
            "name": "notAfter",
            "type": "uint48"
          }
        ],
        "internalType": "struct PartyEntry",
        "name": "entry",
        "type": "tuple"
      },
      {
        "internalType": "address",
        "name": "offeredTo",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "cursor",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "limit",
        "type": "uint256"
      }
    ],
    "name": "providersPage",
    "outputs": [
      {
        "internalType": "address[]",
        "name": "providers",
        "type": "address[]"
      },
      {
        "internalType": "address",
        "name": "next",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "provider",
        "type": "address"
      }
    ],
    "name": "revokeAgreement",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "provider",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "bytes",
            "name": "signer",
            "type": "bytes"
          },
          {
            "internalType": "uint32",
            "name": "sequence",
            "type": "uint32"
          },
          {
            "internalType": "uint64",
            "name": "deadline",
            "type": "uint64"
          },
          {
            "internalType": "bytes",
            "name": "signature",
            "type": "bytes"
          }
        ],
        "internalType": "struct Authorisation",
        "name": "by",
        "type": "tuple"
      }
    ],
    "name": "revokeAgreementFor",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "provider",
        "type": "address"
      }
    ],
    "name": "serviceOf",
    "outputs": [
      {
        "internalType": "string",
        "name": "name",
        "type": "string"
      },
      {
        "internalType": "string",
        "name": "url",
        "type": "string"
      },
      {
        "internalType": "uint32",
        "name": "permissions",
        "type": "uint32"
      },
      {
        "internalType": "uint32",
        "name": "sequence",
        "type": "uint32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "string",
        "name": "url",
        "type": "string"
      },
      {
        "internalType": "bytes",
        "name": "key",
        "type": "bytes"
      }
    ],
    "name": "setNode",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "string",
        "name": "url",
        "type": "string"
      },
      {
        "internalType": "bytes",
        "name": "key",
        "type": "bytes"
      },
      {
        "components": [
          {
            "internalType": "bytes",
            "name": "signer",
            "type": "bytes"
          },
          {
            "internalType": "uint32",
            "name": "sequence",
            "type": "uint32"
          },
          {
            "internalType": "uint64",
            "name": "deadline",
            "type": "uint64"
          },
          {
            "internalType": "bytes",
            "name": "signature",
            "type": "bytes"
          }
        ],
        "internalType": "struct Authorisation",
        "name": "by",
        "type": "tuple"
      }
    ],
    "name": "setNodeFor",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "OcpiId",
        "name": "id",
        "type": "bytes5"
      },
      {
        "internalType": "uint8",
        "name": "roles",
        "type": "uint8"
      },
      {
        "internalType": "uint8",
        "name": "sender",
        "type": "uint8"
      },
      {
        "internalType": "uint8",
        "name": "receiver",
        "type": "uint8"
      },
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "bytes",
            "name": "body",
            "type": "bytes"
          },
          {
            "internalType": "uint16",
            "name": "termsAt",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "partyAt",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "signerAt",
            "type": "uint16"
          }
        ],
        "internalType": "struct PartyCertificate",
        "name": "certificate",
        "type": "tuple"
      }
    ],
    "name": "setParty",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "OcpiId",
        "name": "id",
        "type": "bytes5"
      },
      {
        "internalType": "uint8",
        "name": "roles",
        "type": "uint8"
      },
      {
        "internalType": "uint8",
        "name": "sender",
        "type": "uint8"
      },
      {
        "internalType": "uint8",
        "name": "receiver",
        "type": "uint8"
      },
      {
        "internalType": "address",
        "name": "operator",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "bytes",
            "name": "body",
            "type": "bytes"
          },
          {
            "internalType": "uint16",
            "name": "termsAt",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "partyAt",
            "type": "uint16"
          },
          {
            "internalType": "uint16",
            "name": "signerAt",
            "type": "uint16"
          }
        ],
        "internalType": "struct PartyCertificate",
        "name": "certificate",
        "type": "tuple"
      },
      {
        "components": [
          {
            "internalType": "bytes",
            "name": "signer",
            "type": "bytes"
          },
          {
            "internalType": "uint32",
            "name": "sequence",
            "type": "uint32"
          },
          {
            "internalType": "uint64",
            "name": "deadline",
            "type": "uint64"
          },
          {
            "internalType": "bytes",
            "name": "signature",
            "type": "bytes"
          }
        ],
        "internalType": "struct Authorisation",
        "name": "by",
        "type": "tuple"
      }
    ],
    "name": "setPartyFor",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "string",
        "name": "name",
        "type": "string"
      },
      {
        "internalType": "string",
        "name": "url",
        "type": "string"
      },
      {
        "internalType": "uint32",
        "name": "permissions",
        "type": "uint32"
      }
    ],
    "name": "setService",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "string",
        "name": "name",
        "type": "string"
      },
      {
        "internalType": "string",
        "name": "url",
        "type": "string"
      },
      {
        "internalType": "uint32",
        "name": "permissions",
        "type": "uint32"
      },
      {
        "components": [
          {
            "internalType": "bytes",
            "name": "signer",
            "type": "bytes"
          },
          {
            "internalType": "uint32",
            "name": "sequence",
            "type": "uint32"
          },
          {
            "internalType": "uint64",
            "name": "deadline",
            "type": "uint64"
          },
          {
            "internalType": "bytes",
            "name": "signature",
            "type": "bytes"
          }
        ],
        "internalType": "struct Authorisation",
        "name": "by",
        "type": "tuple"
      }
    ],
    "name": "setServiceFor",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint8",
        "name": "roles",
        "type": "uint8"
      },
      {
        "internalType": "uint8",
        "name": "sender",
        "type": "uint8"
      },
      {
        "internalType": "uint8",
        "name": "receiver",
        "type": "uint8"
      }
    ],
    "name": "updateParty",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint8",
        "name": "roles",
        "type": "uint8"
      },
      {
        "internalType": "uint8",
        "name": "sender",
        "type": "uint8"
      },
      {
        "internalType": "uint8",
        "name": "receiver",
        "type": "uint8"
      },
      {
        "components": [
          {
            "internalType": "bytes",
            "name": "signer",
            "type": "bytes"
          },
          {
            "internalType": "uint32",
            "name": "sequence",
            "type": "uint32"
          },
          {
            "internalType": "uint64",
            "name": "deadline",
            "type": "uint64"
          },
          {
            "internalType": "bytes",
            "name": "signature",
            "type": "bytes"
          }
        ],
        "internalType": "struct Authorisation",
        "name": "by",
        "type": "tuple"
      }
    ],
    "name": "updatePartyFor",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;
