using System.Security.Cryptography;

namespace FeatureLearning.Workbook.Data;

/// <summary>How a file of the manifest fares on this disk.</summary>
internal enum FileState
{
    Missing,
    Partial,
    Good,
    WrongSize,
    WrongChecksum,
}

/// <summary>Where files of the manifest lie: <c>FOLDER/DATASET/FILE</c>, and <c>FILE.part</c> while it is on its way.</summary>
internal sealed class DataFolder(string path)
{
    public string FileOf(DataSetEntry set, DataFile file) => Path.Combine(path, set.Name, file.Name);

    public string PartOf(DataSetEntry set, DataFile file) => FileOf(set, file) + ".part";

    /// <summary>The state of a file by its size alone, or by its checksum too.</summary>
    public FileState StateOf(DataSetEntry set, DataFile file, bool checksum)
    {
        FileInfo info = new(FileOf(set, file));
        if (!info.Exists)
        {
            return File.Exists(PartOf(set, file)) ? FileState.Partial : FileState.Missing;
        }

        return info.Length != file.Bytes ? FileState.WrongSize
            : checksum && Sha256(info.FullName) != file.Sha256 ? FileState.WrongChecksum
            : FileState.Good;
    }

    /// <summary>The SHA-256 of a file in small hexadecimal digits.</summary>
    public static string Sha256(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
