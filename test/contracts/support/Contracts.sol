// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {QuorumRegistry} from "../../../contracts/QuorumRegistry.sol";

/// @dev An ERC-1271 wallet with one owner, who signs 65 bytes and a suffix.
contract OwnedWallet is IERC1271 {
    address public immutable owner;

    constructor(address owner_) {
        owner = owner_;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        bool good = signature.length == 66 && ECDSA.recover(hash, signature[:65]) == owner;
        return good ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// @dev Accepts keys and signatures that are equal to the digest: a verifier whose signatures are easy to make.
contract EchoVerifier is IERC7913SignatureVerifier {
    function verify(bytes calldata key, bytes32 hash, bytes calldata signature) external pure returns (bytes4) {
        bool good = keccak256(signature) == keccak256(abi.encodePacked(key, hash));
        return good ? IERC7913SignatureVerifier.verify.selector : bytes4(0xffffffff);
    }
}

enum Behaviour {
    Revert,
    BurnGas,
    ReturnNothing,
    ReturnFourBytes,
    ReturnThirtyOneBytes,
    ReturnDirtyWord,
    ReturnOne,
    ReturnInvalid,
    RevertWithMagic,
    ReturnHuge,
    Reenter
}

/// @dev Answers whatever it is asked in a hostile way. Only `ReturnHuge` returns the magic value first.
contract HostileSigner {
    Behaviour public immutable behaviour;
    QuorumRegistry public immutable target;

    constructor(Behaviour behaviour_, QuorumRegistry target_) {
        behaviour = behaviour_;
        target = target_;
    }

    fallback() external {
        bytes32 magic = msg.sig;
        if (behaviour == Behaviour.Revert) revert("no");
        if (behaviour == Behaviour.BurnGas) while (true) {}
        if (behaviour == Behaviour.Reenter) target.approve(0, 0);
        assembly {
            mstore(0, magic)
        }
        if (behaviour == Behaviour.ReturnNothing)
            assembly {
                return(0, 0)
            }
        if (behaviour == Behaviour.ReturnFourBytes)
            assembly {
                return(0, 4)
            }
        if (behaviour == Behaviour.ReturnThirtyOneBytes)
            assembly {
                return(0, 31)
            }
        if (behaviour == Behaviour.ReturnDirtyWord) {
            assembly {
                mstore(0, or(magic, 1))
                return(0, 32)
            }
        }
        if (behaviour == Behaviour.ReturnOne) {
            assembly {
                mstore(0, 1)
                return(0, 32)
            }
        }
        if (behaviour == Behaviour.ReturnInvalid) {
            assembly {
                mstore(0, shl(224, 0xffffffff))
                return(0, 32)
            }
        }
        if (behaviour == Behaviour.RevertWithMagic)
            assembly {
                revert(0, 32)
            }
        assembly {
            return(0, 100000)
        }
    }
}
